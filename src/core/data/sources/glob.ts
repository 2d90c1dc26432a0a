/** Patterns of names, as in a shell: `*`, `?`, `[a-z]`, `[!x]`; `**` as a whole name stands for any folders. */
export function hasGlob(text: string): boolean {
  return /[*?[]/.test(text)
}

/** Tells whether a name is like a pattern without slashes. Case counts. Stars do not stand for names that begin with a dot. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const source = pattern.replaceAll(
    /\*+|\?|\[(!?)([^\]]+)\]|[\\^$.|+(){}[\]/]/g,
    (part, not?: string, inside?: string) => {
      if (part.startsWith('*')) return '.*'
      if (part === '?') return '.'
      if (inside === undefined) return `\\${part}`
      return `[${not ? '^' : ''}${inside.replaceAll(/[\\\]^]/g, String.raw`\$&`)}]`
    },
  )
  const expression = new RegExp(`^(?:${source})$`, 'su')
  const showsHidden = pattern.startsWith('.')
  return (name) => expression.test(name) && (showsHidden || !name.startsWith('.'))
}
