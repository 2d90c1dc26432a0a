/** A process that writes many secrets to one file: `FOLDER NAME COUNT`. */
import { createSecretFile } from './secret-file.ts'

const [, , folder = '', name = '', count = '0'] = process.argv
const { signal } = new AbortController()
const file = createSecretFile({ folder, askPassword: async () => 'right' })
for (let at = 0; at < Number(count); at += 1) {
  await file.set(`${name}${at}`, { password: `${name}${at}` }, { signal })
}
