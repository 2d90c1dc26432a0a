/** Kinds of mounts by the id of their choice, and the options of their fields. The fields themselves are in `form-fields.ts`. */
export const formTypes = {
  azure: 'Azure Blob storage',
  'azure-entra': 'Azure Blob storage, signed in with Entra',
  crypt: 'Encrypted folder of another mount',
  ftps: 'FTP server with TLS (FTPS)',
  ftp: 'FTP server without encryption',
  'gcs-native': 'Google Cloud Storage',
  github: 'GitHub repository (read only)',
  gitlab: 'GitLab repository (read only)',
  hdfs: 'Hadoop file system (HDFS)',
  http: 'Web server (read only)',
  local: 'Folder of this computer',
  memory: 'Memory, until closed',
  rclone: 'Remote of rclone',
  smb: 'Windows share (SMB), by rclone',
  s3: 'Amazon S3',
  's3-minio': 'MinIO',
  's3-r2': 'Cloudflare R2',
  's3-spaces': 'DigitalOcean Spaces',
  's3-b2': 'Backblaze B2',
  's3-wasabi': 'Wasabi',
  's3-gcs': 'Google Cloud Storage (HMAC keys)',
  's3-scaleway': 'Scaleway',
  's3-ceph': 'Ceph',
  's3-other': 'Another S3 service',
  scoped: 'Window onto another mount',
  sftp: 'SFTP server',
  shelf: 'Shelf',
  union: 'Several places with the same files',
  webdav: 'WebDAV server',
  nextcloud: 'Nextcloud',
  owncloud: 'ownCloud',
  koofr: 'Koofr',
  fastmail: 'Fastmail files',
  hidrive: 'HiDrive',
  pcloud: 'pCloud (WebDAV)',
} as const

/** The labels of a field's options, by the option's value in the mounts file. */
export const formOptions = {
  'crypt.names': { standard: 'Encrypted', obfuscate: 'Obfuscated', off: 'Not encrypted' },
  'ftp.security': {
    explicit: 'After connecting (explicit, usual)',
    implicit: 'From the first byte (implicit, port 990)',
  },
  'git.show': {
    files: 'Its files',
    branches: 'A folder for each branch',
    tags: 'A folder for each tag',
    releases: 'A folder for each release, with its files',
  },
  'scoped.allow': {
    'list,read': 'List and read',
    'list,read,share': 'List, read and make links',
    'list,read,write': 'List, read and add',
    'list,read,write,delete': 'List, read, add, change and delete',
    'list,read,write,delete,share': 'Everything',
    list: 'List only',
    write: 'Add only',
  },
  'sftp.transport': { ssh: 'The ssh of this computer', 'built-in': 'Portolan itself' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

/** A few words beside the name of a mount, by its type. */
export const typeHints = {
  crypt: 'encrypted',
  memory: 'until closed',
  scoped: 'window',
  shelf: 'keeps versions',
  union: 'several places',
} as const
