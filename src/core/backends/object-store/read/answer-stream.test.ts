import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { streamOfAnswer } from './answer-stream.ts'

const { signal } = new AbortController()

it.each([new Error('the line broke'), undefined])(
  'fails if the response ended before the first read: %s',
  async (error) => {
    const body = new Readable({ read() {} })
    body.on('error', () => {})
    body.push('the beginning')
    body.destroy(error)
    await new Promise((resolve) => body.once('close', resolve))
    const stream = streamOfAnswer(body, { signal, expectedBytes: 100, failure: (failed) => failed })
    await expect(new Response(stream).text()).rejects.toThrow(error?.message ?? 'ended too soon')
  },
)
