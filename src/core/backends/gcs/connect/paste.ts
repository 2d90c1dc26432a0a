/** Recognises mounts of Google Cloud Storage in pasted texts, and imports gcloud's credentials. */
import { type FoundMount, type ImportSources, known } from '../../adding/found-mount.ts'
import { readIni } from '../../adding/ini.ts'
import { readUri, splitFirst } from '../../adding/pasted-text.ts'
import { defaultCredentialsFile } from './credentials.ts'

export function recogniseGcs(text: string): readonly FoundMount[] {
  const trimmed = text.trim()
  const uri = readUri(trimmed)
  if (uri) return uri.scheme === 'gs' ? [fromUri(uri.host, uri.path)] : []
  if (isKey(trimmed)) return [{ name: 'google', config: {}, secrets: { credentials: trimmed } }]
  return readIni(text)
    .filter(({ values }) => values.get('type') === 'google cloud storage')
    .map(({ name, values }) => ({
      name,
      config: known({ project: values.get('project_number'), endpoint: values.get('endpoint') }),
      secrets: known({
        credentials: values.get('service_account_credentials') ?? values.get('service_account_file'),
      }),
    }))
}

/** Reads `gs://bucket/prefix`, as Google's own tools write it. */
function fromUri(bucket: string, path: string): FoundMount {
  const prefix = splitFirst(`x${path}`)[1]
  return { ...(bucket !== '' && { name: bucket }), config: known({ bucket, prefix }), secrets: {} }
}

function isKey(text: string): boolean {
  return text.startsWith('{') && /"type":\s*"(?:service_account|authorized_user)"/.test(text)
}

export async function importGcs({ homeFolder, env, readText }: ImportSources): Promise<readonly FoundMount[]> {
  const path = defaultCredentialsFile(homeFolder, env)
  const text = await readText(path)
  if (text === undefined || !isKey(text.trim())) return []
  return [{ name: 'google', config: { credentials: path }, secrets: {}, source: path }]
}
