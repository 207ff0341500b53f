/** Asks for the answer to each number once. */
export function onceEach<T>(ask: (key: number) => T): (key: number) => T {
  const answers = new Map<number, { readonly answer: T }>();
  return (key) => {
    const known = answers.get(key) ?? { answer: ask(key) };
    answers.set(key, known);
    return known.answer;
  };
}
