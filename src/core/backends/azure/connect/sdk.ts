/** Loads the SDK when the first mount needs it. */
export type Sdk = typeof import('@azure/storage-blob')

export async function loadSdk(): Promise<Sdk> {
  return import('@azure/storage-blob')
}
