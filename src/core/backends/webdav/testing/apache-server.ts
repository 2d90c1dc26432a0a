/** Apache's mod_dav for a folder, with Digest sign-in, as an ordinary process of the current user. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DavTestServer, type Places, signIn, startServer } from './server-process.ts'

const program = '/usr/sbin/apache2'
const modulesFolder = '/usr/lib/apache2/modules'
// prettier-ignore
const modules = ['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user', 'auth_digest', 'mime', 'dav', 'dav_fs']
const realm = 'files'

export function whyNoApache(): string | undefined {
  return existsSync(program) ? undefined : 'there is no Apache. `apt-get install apache2-bin` brings one.'
}

export function startApache(): Promise<DavTestServer> {
  return startServer(
    async (places) => {
      const config = join(places.base, 'apache.conf')
      const hash = createHash('md5').update(`${signIn.user}:${realm}:${signIn.password}`).digest('hex')
      // Apache gives up root's rights by itself, and can then reach only what everyone may
      await Promise.all([chmod(places.base, 0o755), openToAll(places.files), mkdir(join(places.base, 'locks'))])
      await openToAll(join(places.base, 'locks'))
      await writeFile(join(places.base, 'users'), `${signIn.user}:${realm}:${hash}\n`)
      await writeFile(config, configOf(places))
      return {
        command: program,
        args: ['-D', 'FOREGROUND', '-f', config],
        isThere: (status) => status === 401,
      }
    },
    async ({ files }, path) => {
      await mkdir(join(files, path))
      await openToAll(join(files, path))
    },
  )
}

function openToAll(folder: string): Promise<void> {
  return chmod(folder, 0o777)
}

function configOf({ base, files, port }: Places): string {
  const isRoot = process.geteuid?.() === 0
  return `${modules.map((name) => `LoadModule ${name}_module ${modulesFolder}/mod_${name}.so`).join('\n')}
${isRoot ? 'User www-data\nGroup www-data' : ''}
ServerRoot ${base}
StartServers 1
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
PidFile ${base}/apache.pid
DefaultRuntimeDir ${base}
ErrorLog ${base}/error.log
LogLevel crit
TypesConfig /dev/null
DocumentRoot ${files}
DavLockDB ${base}/locks/db
LimitRequestFieldSize 65536
<Directory ${files}>
  Dav On
  AuthType Digest
  AuthName ${realm}
  AuthDigestProvider file
  AuthUserFile ${base}/users
  Require valid-user
</Directory>
`
}
