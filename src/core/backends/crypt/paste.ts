/**
 * Recognises the crypt sections of rclone configurations. The remote of a section is the name of another section, which
 * is imported with it.
 */
import { said } from '../../../contract/sentences/said.ts'
import { type FoundMount, known } from '../adding/found-mount.ts'
import { readIni } from '../adding/ini.ts'
import { revealRclone } from '../adding/rclone-obscure.ts'

export function recogniseCrypt(text: string): readonly FoundMount[] {
  return readIni(text).flatMap(({ name, values }) => {
    if (values.get('type') !== 'crypt') return []
    const secret = (key: string) => revealRclone(values.get(key) ?? '')
    const config = known({
      remote: values.get('remote'),
      filenameEncryption: values.get('filename_encryption'),
      filenameEncoding: values.get('filename_encoding'),
      suffix: values.get('suffix'),
    })
    const hasPlainFolders = values.get('directory_name_encryption') === 'false'
    return [
      {
        name,
        config: { ...config, ...(hasPlainFolders && { directoryNameEncryption: false }) },
        secrets: known({ password: secret('password'), password2: secret('password2') }),
        ...(secret('password') === undefined && { problem: said('found.no-password').message }),
      },
    ]
  })
}
