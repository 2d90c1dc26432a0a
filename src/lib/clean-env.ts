/**
 * Returns the environment variables that one of our processes or threads needs, without secrets. `more` lists
 * additional names to keep.
 */
export function cleanEnv<V>(env: Readonly<Record<string, V>>, more: readonly string[] = []): Record<string, V> {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG', ...more]
  return Object.fromEntries(
    kept.flatMap((key): [string, V][] => {
      const value = env[key]
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
