import { expect, it } from 'vitest'
import { memoryConfigSchema } from './config.ts'
import { createMemoryBackend } from './index.ts'
import { recogniseData } from './paste.ts'

const { signal } = new AbortController()

async function textOf(files: Readonly<Record<string, string>>, path: string): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const chunk of await createMemoryBackend({ files }).read(path, { signal })) parts.push(chunk)
  return Buffer.concat(parts).toString()
}

it('contains the configured texts and data: URLs, with their parent folders', async () => {
  const files = { 'a/b/note.txt': 'hello', 'a/logo.bin': 'data:image/x-mine;base64,SGk=' }
  expect(await textOf(files, 'a/b/note.txt')).toBe('hello')
  expect(await textOf(files, 'a/logo.bin')).toBe('Hi')
  const { properties } = createMemoryBackend({ files })
  expect(await properties?.read('a/logo.bin', { signal })).toMatchObject({ contentType: 'image/x-mine' })
})

it('refuses paths with `..` and invalid data: URLs in the configuration', () => {
  for (const files of [{ '../a': '' }, { '/a': '' }, { a: 'data:;base64,!' }]) {
    expect(memoryConfigSchema.safeParse({ files }).success).toBe(false)
  }
})

it('recognises a pasted data: URL as a mount with that file', async () => {
  const [found] = recogniseData('data:application/json,%7B%7D\n')
  expect(found).toMatchObject({ name: 'data', config: { files: { 'data.json': 'data:application/json,%7B%7D' } } })
  expect(await textOf(found?.config['files'] as Record<string, string>, 'data.json')).toBe('{}')
  expect(recogniseData('data:text/plain,hi')).toMatchObject([
    { config: { files: { 'data.txt': 'data:text/plain,hi' } } },
  ])
  expect(recogniseData('s3://reports')).toEqual([])
})
