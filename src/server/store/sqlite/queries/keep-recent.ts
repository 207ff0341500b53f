/** Keeps what was made for the keys asked for last, at most so many; keys that say the same are one. */
export function keepRecent<Key extends object, T>(most: number, make: (key: Key) => T) {
  const kept = new Map<string, T>();
  return (key: Key): T => {
    const name = JSON.stringify(key);
    const made = kept.get(name) ?? make(key);
    // Whoever is put in last is last in the order of a Map.
    kept.delete(name);
    kept.set(name, made);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}
