import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import { childPath, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'

const mostNumbers = 100

/** Saves each file under its name or the next free name. Returns a sentence about the result. */
export async function saveSums(
  client: Client<Contract>,
  folder: Location,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<string> {
  try {
    const names: string[] = []
    for (const file of files) names.push(await saveFree(client, folder, file))
    return text('checksums.saved', { names: names.join(', ') })
  } catch (error) {
    return failureOf(error).message
  }
}

async function saveFree(
  client: Client<Contract>,
  folder: Location,
  file: { readonly name: string; readonly text: string },
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? file.name : `${file.name} (${number})`
    const location = { mount: folder.mount, path: childPath(folder.path, name) }
    try {
      await client.files.write({ location, ifExists: 'fail' }, { body: chunksOf(file.text) })
      return name
    } catch (error) {
      if (failureOf(error).kind !== 'exists' || number >= mostNumbers) throw error
    }
  }
}

async function* chunksOf(content: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(content)
  const size = 256 * 1024
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
