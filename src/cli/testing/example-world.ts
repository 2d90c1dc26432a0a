/** The mounts and files that the examples in help texts speak of. */
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ServiceKeys } from '../../core/backends/s3/testing/service.ts'
import type { TestBucket } from '../../core/backends/s3/testing/test-bucket.ts'
import type { CliHarness } from './cli-harness.ts'

const plugin = resolve(import.meta.dirname, '../../../examples/portolan-backend-json')
const localMounts = ['nas', 'backup', 'inbox', 'server']

/** Files of this computer: `~/` is the home folder, all others are in the working folder. */
const files: Readonly<Record<string, string>> = {
  '~/.aws/credentials': '[work]\naws_access_key_id = AK\naws_secret_access_key = secret\n',
  '~/.ssh/config': 'Host build-box\n  HostName build.lab\n  User ada\n',
  '~/Documents/plan.md': 'plan',
  '~/Downloads/report.pdf': 'report',
  '~/Notes/today.md': 'note',
  '~/Photos/harbour.jpg': 'picture',
  '~/Pictures/harbour/quay.jpg': 'picture',
  '~/Work/draft.md': 'draft',
  '~/a.csv': 'id,country,total\n1,NO,20\n2,FI,30\n',
  '~/backup/2026.tar': 'bytes',
  '~/bin/backup': '#!/bin/sh\n',
  '~/inbox/.keep': '',
  '~/old.txt': 'old',
  '~/old-folder/inside.txt': 'old',
  'a/only-here.txt': 'a',
  'a.csv': 'id\n1\n',
  'a.pdf': 'a',
  'a.txt': 'a',
  'b/only-there.txt': 'b',
  'b.csv': 'id\n2\n',
  'b.pdf': 'b',
  'b.txt': 'b',
  'big.001': 'one',
  'big.002': 'two',
  'big.003': 'three',
  'logo.txt': 'data:image/png;base64,iVBORw0KGgo=',
  'notes.md': 'notes\n',
  'password.txt': 'open sesame\n',
  'q3.csv': 'amount\n5\n200\n',
  'rclone.conf':
    '[lab]\ntype = s3\nprovider = Minio\nendpoint = https://minio.lab:9000\naccess_key_id = AK\nsecret_access_key = secret\n',
  'rules.json': '[]',
  'scan.tiff': 'scan',
  'shots/IMG_1.jpg': 'one',
  'shots/IMG_2.jpg': 'two',
}

/** Files of mounts that are folders of this computer. */
const mountFiles: Readonly<Record<string, string>> = {
  'backup/work/main.ts': 'code',
  'server/keys/id': 'key',
  'server/public/page.html': 'page',
  'server/www/page.html': 'page',
}

/** Objects of the bucket of `reports`, which keeps versions. */
const objects: Readonly<Record<string, string | Uint8Array>> = {
  '2026/SHA256SUMS': `${sha256('the third quarter')}  q3.pdf\n`,
  '2026/log.gz': gzipSync('a line of a log\n'),
  '2026/q3.pdf': 'the third quarter',
  'archive/sales/month=7/part.csv': 'total\n5\n',
  'big.csv': 'id\n1\n',
  'draft.md': 'draft',
  'logo.png': 'picture',
  'logo.svg': '<svg/>',
  'notes.md': 'harbour, open sea\n',
  'photos/harbour.jpg': 'picture',
  'q1.pdf': 'the first quarter',
  'q3.csv': 'amount\n5\n200\n',
  'q3.pdf': 'the third quarter',
}

/** Makes it all; the objects are below this prefix of the bucket. */
export async function makeWorld(
  cli: CliHarness,
  service: ServiceKeys,
  bucket: TestBucket,
  prefix: string,
): Promise<void> {
  const store = (path: string, content: string) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  for (const [path, content] of Object.entries(files)) {
    store(path.startsWith('~/') ? join(cli.home, path.slice(2)) : join(cli.cwd, path), content)
  }
  const mountsFolder = join(dirname(cli.home), 'mounts')
  for (const name of localMounts) mkdirSync(join(mountsFolder, name), { recursive: true })
  for (const [path, content] of Object.entries(mountFiles)) store(join(mountsFolder, path), content)
  await Promise.all(Object.entries(objects).map(([key, content]) => bucket.put(`${prefix}/${key}`, content)))
  const ofBucket = { type: 's3', bucket: bucket.name, prefix, ...service }
  const mounts = [
    { name: 'reports', ...ofBucket },
    { name: 'site', ...ofBucket, publicUrl: `${service.endpoint}/${bucket.name}/` },
    { name: 'archive', ...ofBucket, prefix: `${prefix}/archive` },
    { name: 'web', type: 'sftp', host: 'build.lab', user: 'ada', label: 'Web', password: 'secret' },
    ...localMounts.map((name) => ({ name, type: 'local', path: join(mountsFolder, name) })),
  ]
  store(join(cli.configFolder, 'mounts.yaml'), JSON.stringify(mounts))
  store(join(dirname(cli.home), 'no-window/index.html'), '<title>Portolan</title>')
  cpSync(plugin, join(cli.configFolder, 'plugins/portolan-backend-json'), { recursive: true })
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Removes a mount from the mounts file, so that an example can add it. */
export function withoutMount(cli: CliHarness, name: string): void {
  const path = join(cli.configFolder, 'mounts.yaml')
  const mounts = JSON.parse(readFileSync(path, 'utf8')) as { readonly name: string }[]
  writeFileSync(path, JSON.stringify(mounts.filter((mount) => mount.name !== name)))
}
