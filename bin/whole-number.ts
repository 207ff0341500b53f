/** The whole number that an option names. Throws where it names none above zero. */
export function whole(option: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new Error(`--${option} must be a whole number above 0`);
  return Number(text);
}
