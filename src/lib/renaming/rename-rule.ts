/** A rule for new names: the matches in each name are replaced by a text with placeholders. */
export interface RenameRule {
  /** The text to find; empty for the whole part that the rule applies to. */
  readonly find: string
  readonly replace: string
  readonly isRegex: boolean
  readonly matchCase: boolean
  readonly appliesTo: 'name' | 'ext' | 'both'
  readonly letters: 'keep' | 'lower' | 'upper' | 'title'
  /** Removes characters that some systems do not allow, and spaces at both ends. */
  readonly isClean: boolean
  /** The start of the counter `{n}`. */
  readonly start: number
  readonly step: number
}

export const plainRule: RenameRule = {
  find: '',
  replace: '',
  isRegex: false,
  matchCase: true,
  appliesTo: 'name',
  letters: 'keep',
  isClean: false,
  start: 1,
  step: 1,
}

export interface Renamable {
  readonly name: string
  readonly isFolder: boolean
  readonly modifiedMs?: number
  /** The name of its parent folder. */
  readonly parent: string
}

/** Returns the new name of each item, in order. Throws a SyntaxError for an invalid regular expression. */
export function newNames(items: readonly Renamable[], rule: RenameRule): readonly string[] {
  const pattern = patternOf(rule)
  return items.map((item, index) => newName(item, rule, pattern, rule.start + index * rule.step))
}

function newName(item: Renamable, rule: RenameRule, pattern: RegExp | undefined, n: number): string {
  const [stem, ending] = splitName(item)
  const extension = ending.slice(1)
  const part = rule.appliesTo === 'both' ? item.name : rule.appliesTo === 'ext' ? extension : stem
  const values = { ...item, stem, extension, n }
  const made = tidied(replaced(part, pattern, rule, values), rule)
  if (rule.appliesTo === 'both') return made
  if (rule.appliesTo === 'name') return made + ending
  return made === '' ? stem : `${stem}.${made}`
}

function patternOf({ find, isRegex, matchCase }: RenameRule): RegExp | undefined {
  if (find === '') return undefined
  const source = isRegex ? find : find.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
  return new RegExp(source, matchCase ? 'gu' : 'giu')
}

interface Values extends Renamable {
  readonly stem: string
  readonly extension: string
  readonly n: number
}

function replaced(part: string, pattern: RegExp | undefined, rule: RenameRule, values: Values): string {
  if (!pattern) return rule.replace === '' ? part : filled(rule.replace, values)
  if (!rule.isRegex) return part.replace(pattern, () => filled(rule.replace, values))
  // `$` in a value is a dollar sign; in the rule's text it refers to a group.
  return part.replace(
    pattern,
    filled(rule.replace, values, (value) => value.replaceAll('$', '$$$$')),
  )
}

/** Text in braces that is not a placeholder stays as it is. */
function filled(template: string, values: Values, escape = (value: string) => value): string {
  return template.replaceAll(/\{([a-z]+)(?::([^{}]*))?\}/g, (whole, word: string, format: string | undefined) => {
    const value = valueOf(word, format, values)
    return value === undefined ? whole : escape(value)
  })
}

function valueOf(word: string, format: string | undefined, values: Values): string | undefined {
  switch (word) {
    case 'name':
      return values.stem
    case 'ext':
      return values.extension
    case 'parent':
      return values.parent
    case 'n':
      return /^\d*$/.test(format ?? '') ? padded(values.n, Number(format ?? 0)) : undefined
    case 'date':
      return values.modifiedMs === undefined ? '' : dateText(new Date(values.modifiedMs), format ?? 'yyyy-MM-dd')
    default:
      return undefined
  }
}

function dateText(date: Date, format: string): string {
  const parts: Readonly<Record<string, string>> = {
    yyyy: padded(date.getFullYear(), 4),
    yy: padded(date.getFullYear() % 100, 2),
    MM: padded(date.getMonth() + 1, 2),
    dd: padded(date.getDate(), 2),
    HH: padded(date.getHours(), 2),
    mm: padded(date.getMinutes(), 2),
    ss: padded(date.getSeconds(), 2),
  }
  return format.replaceAll(/yyyy|yy|MM|dd|HH|mm|ss/g, (part) => parts[part] ?? part)
}

function padded(n: number, width: number): string {
  const digits = `${Math.abs(n)}`.padStart(Math.min(width, 100), '0')
  return n < 0 ? `-${digits}` : digits
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const odd = /[\u0000-\u001f\u007f<>:"/\\|?*]+/g

function tidied(name: string, { letters, isClean }: RenameRule): string {
  const clean = isClean ? name.normalize('NFC').replaceAll(odd, '_').replaceAll(/\s+/gu, ' ').trim() : name
  if (letters === 'lower') return clean.toLowerCase()
  if (letters === 'upper') return clean.toUpperCase()
  if (letters === 'keep') return clean
  return clean.replaceAll(/\p{L}[\p{L}\p{M}\p{N}’']*/gu, (word) => {
    const [first = '', ...rest] = word
    return first.toUpperCase() + rest.join('').toLowerCase()
  })
}

/**
 * Splits off the ending with its dot. Folders have no ending, and neither have names whose only dot is the first
 * character. `.tar.gz` is one ending.
 */
function splitName({ name, isFolder }: Renamable): readonly [stem: string, ending: string] {
  const ending = isFolder ? '' : (/(?<=.)(?:\.tar)?\.[^.]+$/su.exec(name)?.[0] ?? '')
  return [name.slice(0, name.length - ending.length), ending]
}
