import { describe, expect, it } from 'vitest'
import { failureKind, listNames, makeFolder, needs, readText, remove, type Suite, write } from './harness.ts'

/** Names that some program handles wrongly. */
const oddNames: Readonly<Record<string, string>> = {
  'spaces inside': 'a b  c',
  'a space before': ' a',
  'a space behind': 'a ',
  'a dot before': '.a',
  'a dot behind': 'a.',
  'three dots': '...',
  'two dots before': '..a',
  'a leading dash': '-rf',
  'a tilde': '~',
  quotes: `it's "quoted" \`so\``,
  'a new line': 'a\nb',
  'a tab': 'a\tb',
  'a backslash': 'a\\b',
  'a colon': 'C:a',
  'a star and question mark': '*?',
  'brackets and pipes': '<a|b>[c]{d}',
  'a dollar and hash': '$HOME#x;&',
  'percent signs': '100%',
  'an encoded slash': 'a%2Fb',
  'an encoded climb': '%2E%2E',
  'plus and equals': 'a+b=c',
  'composed letters': '\u00e9',
  'decomposed letters': 'e\u0301',
  Chinese: '名前',
  'right to left': 'שלום',
  'a joined emoji': '👩‍🚀',
  'the doubled mark of escaped names': 'a‛‛b',
  'a word Windows keeps': 'con',
  'a word of JavaScript': '__proto__',
  'a name that ends like a stage': '.portolan-0123456789abcdef.part',
  '255 bytes': 'é'.repeat(127) + 'x',
}

export function describeNames(suite: Suite): void {
  const { signal } = suite
  const refused = new Set(Object.keys(suite.harness.refusedNames ?? {}))

  describe('names', () => {
    it.each(Object.entries(oddNames).filter(([what]) => !refused.has(what)))(
      'are stored unchanged: %s',
      async (_, name) => {
        const most = suite.backend().capabilities.limits.nameBytes?.value ?? Infinity
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(most)
        await write(suite, name, 'x')
        expect(await listNames(suite)).toEqual([name])
        expect(await suite.backend().stat(name, { signal })).toMatchObject({ name, kind: 'file' })
        expect(await readText(suite, name)).toBe('x')
        await remove(suite, name)
        await makeFolder(suite, name)
        await write(suite, `${name}/${name}`, 'y')
        expect(await listNames(suite, name)).toEqual([name])
        expect(await readText(suite, `${name}/${name}`)).toBe('y')
      },
    )

    it.each(Object.entries(oddNames).filter(([what]) => refused.has(what)))('are refused: %s', async (_, name) => {
      if (!suite.backend().capabilities.canWrite) return // such names cannot be created
      expect(await failureKind(write(suite, name, 'x'))).toBe('bad-name')
    })

    it('that differ only in case are two, if the capabilities state it', async (context) => {
      needs(context, suite.backend().capabilities.caseSensitive === true, 'case')
      await write(suite, 'name', 'lower')
      await write(suite, 'NAME', 'upper')
      expect(await listNames(suite)).toEqual(['NAME', 'name'])
      expect(await readText(suite, 'name')).toBe('lower')
    })

    it('that differ only in Unicode form are two, if the capabilities state it', async (context) => {
      needs(context, suite.backend().capabilities.distinguishesUnicodeForms === true, 'Unicode forms')
      await write(suite, '\u00e9', 'composed')
      await write(suite, 'e\u0301', 'decomposed')
      expect(await listNames(suite)).toEqual(['e\u0301', '\u00e9'])
      expect(await readText(suite, '\u00e9')).toBe('composed')
    })

    it('that are too long are refused, and leave nothing behind', async (context) => {
      const most = suite.backend().capabilities.limits.nameBytes?.value
      needs(context, suite.backend().capabilities.canWrite && most !== undefined, 'a limit of names')
      const name = 'x'.repeat((most ?? 0) + 1)
      expect(await failureKind(write(suite, name, 'x'))).toBe('bad-name')
      expect(await failureKind(suite.backend().makeFolder(name, { signal }))).toBe('bad-name')
      expect(await listNames(suite)).toEqual([])
    })
  })
}
