/** The fields of the form for a mount, by code: what each is called, and what helps to fill it in. */
export const formFields = {
  'mount.name': {
    label: 'Name',
    help: 'A short name without a colon or slash. Every location in this mount begins with it.',
  },
  'mount.label': { label: 'Label', help: 'It is shown instead of the name.' },
  'mount.color': { label: 'Colour' },
  'mount.quota-bytes': { label: 'Maximum size', help: 'Writing more than this is refused.' },
  'mount.quota-files': { label: 'Maximum number of files' },
  'mount.read-only': { label: 'Read only' },

  server: { label: 'Server' },
  address: { label: 'Address' },
  port: { label: 'Port' },
  user: { label: 'User' },
  password: { label: 'Password' },
  folder: { label: 'Folder' },
  'server.folder': {
    label: 'Folder',
    help: 'A path from the root of the server, or from your own folder there when it does not begin with a slash.',
  },
  token: { label: 'Token' },
  'token.instead': { label: 'Token', help: 'Used instead of a user and a password.' },
  endpoint: { label: 'Endpoint' },
  region: { label: 'Region' },
  certificate: {
    label: 'Certificate to trust',
    help: 'A PEM file, for a server whose certificate this computer does not trust.',
  },

  'azure.container': { label: 'Container', help: 'Leave it empty to see all containers of the account.' },
  'azure.prefix': { label: 'Folder in the container' },
  'azure.endpoint': { label: 'Endpoint', help: 'Needed for other clouds and for Azurite.' },
  'azure.tier': { label: 'Tier of new files', help: 'Without a tier, the account decides.' },
  'azure.create': { label: 'Create the container if it does not exist' },
  'azure.account': { label: 'Storage account' },
  'azure.account-or-string': { label: 'Storage account', help: 'Not needed with a connection string.' },
  'azure.key': { label: 'Account key' },
  'azure.sas': { label: 'SAS', help: 'Used instead of the key: the token, or the address that contains it.' },
  'azure.connection-string': { label: 'Connection string', help: 'Used instead of the key and the SAS.' },

  'crypt.remote': { label: 'Folder', help: 'A mount, and the folder in it that has the encrypted files.' },
  'crypt.password': {
    label: 'Password',
    help: 'Nobody can read the files without it. A lost password can’t be restored.',
  },
  'crypt.salt': { label: 'Salt', help: 'The second password of rclone.' },
  'crypt.names': { label: 'File names' },
  'crypt.folder-names': {
    label: 'Encrypt folder names',
    help: 'Without a choice, folder names are treated like file names.',
  },
  'crypt.suffix': { label: 'Suffix of plain names' },

  'ftp.user': { label: 'User', help: 'Without a user, you sign in as a guest.' },
  'ftp.fingerprint': {
    label: 'Fingerprint of the certificate',
    help: 'The SHA-256 fingerprint of a certificate that this computer does not trust.',
  },
  'ftp.security': { label: 'TLS' },

  'gcs.bucket': { label: 'Bucket', help: 'Leave it empty to see all buckets of the project.' },
  'gcs.key': {
    label: 'Key',
    help: 'The JSON key of a service account, or the path of its file. Without a key, only public buckets can be read.',
  },
  'gcs.token': { label: 'Access token', help: 'Used instead of the key. It is valid for an hour.' },
  'gcs.project': { label: 'Project', help: 'The project whose buckets are listed.' },
  'gcs.endpoint': { label: 'Endpoint', help: 'Needed for a private endpoint or an emulator.' },
  'gcs.storage-class': { label: 'Storage class of new files', help: 'Without a class, the bucket decides.' },

  'git.repository': { label: 'Repository' },
  'git.ref': { label: 'Branch, tag or commit', help: 'Without one, the default branch is shown.' },
  'git.token': { label: 'Token', help: 'Needed for private repositories. It also allows more requests in an hour.' },
  'git.show': { label: 'Show' },
  'git.endpoint': { label: 'Service' },

  'hdfs.url': {
    label: 'Address',
    help: 'The address of WebHDFS, HttpFS or a Knox gateway. If the cluster has several namenodes, list all of them, with commas between them.',
  },
  'hdfs.user': {
    label: 'User',
    help: 'The user whose name is given to a cluster that does not check it, or the user of the gateway.',
  },
  'hdfs.path': { label: 'Folder', help: 'Without a folder, the whole file system is shown.' },
  'hdfs.token': {
    label: 'Delegation token',
    help: 'Needed for a cluster with Kerberos, because signing in with Kerberos is not supported.',
  },
  'hdfs.password': { label: 'Password', help: 'The password of a Knox gateway.' },

  'http.list': {
    label: 'List of files',
    help: 'Needed for servers without index pages: a text with one path or address in each line, or JSON.',
  },

  'rclone.remote': { label: 'Remote', help: 'A name that “rclone listremotes” shows, and a folder there.' },
  'rclone.share': { label: 'Remote', help: 'Create it with “rclone config create office smb host=… user=…”.' },
  'rclone.program': { label: 'Program' },
  'rclone.config': { label: 'Settings of rclone' },
  'rclone.config-password': { label: 'Password of these settings', help: 'Only needed if they are encrypted.' },

  's3.bucket': { label: 'Bucket', help: 'Leave it empty to see all buckets of the account.' },
  'bucket.folder': { label: 'Folder in the bucket' },
  's3.access-key': { label: 'Access key' },
  's3.secret-key': { label: 'Secret key' },
  's3.session-token': { label: 'Session token', help: 'Needed with temporary keys.' },
  's3.storage-class': { label: 'Storage class of new files' },
  's3.encryption': {
    label: 'Encryption of new files',
    help: 'AES256, or a KMS key. Without one, the setting of the bucket is used.',
  },
  's3.public-url': { label: 'Public address', help: 'The address where anyone can read the files of a public bucket.' },
  's3.create': { label: 'Create the bucket if it does not exist' },
  's3.path-style': { label: 'Bucket in the path of the address' },
  's3.checksums': { label: 'Checksums of current SDKs', help: 'Turn them off for servers that refuse them.' },
  's3.profile': { label: 'Profile of ~/.aws', help: 'Used instead of keys.' },
  's3.role': { label: 'Role to assume' },
  's3.external-id': { label: 'External ID', help: 'Needed if the owner of the role requires it.' },
  's3.region': { label: 'Region', help: 'Without a region, Portolan asks the service for it.' },
  's3.region-of-space': { label: 'Region', help: 'The region in the address of the Space.' },
  's3.region-of-endpoint': { label: 'Region', help: 'The region in the endpoint that the page of the bucket shows.' },

  'scoped.mount': { label: 'Mount', help: 'The name of another mount.' },
  'scoped.path': {
    label: 'Folder',
    help: 'Nothing outside this folder is shown. Without a folder, the whole mount is shown.',
  },
  'scoped.allow': { label: 'Allowed', help: 'Without a choice, listing and reading are allowed.' },

  'sftp.user': { label: 'User', help: 'Without a user, the settings of ssh decide.' },
  'sftp.key': { label: 'Private key' },
  'sftp.passphrase': { label: 'Passphrase of the key' },
  'sftp.agent': { label: 'Keys of the SSH agent' },
  'sftp.transport': {
    label: 'Connect with',
    help: 'With ssh, the settings of ssh give everything that this mount leaves out, even how to sign in.',
  },
  'sftp.host-key': {
    label: 'Host key',
    help: 'The key that the server must show. Without it, known_hosts decides.',
  },

  'union.mounts': {
    label: 'Mounts',
    help: 'List them in order, with commas between them. If one can’t be reached, the next one is read. Nothing is written.',
  },

  'webdav.url': { label: 'WebDAV address', help: 'The web interface shows it under Files settings.' },
  'webdav.path': { label: 'Folder', help: 'A path below the address. Without it, everything there is shown.' },
  'webdav.app-password': {
    label: 'App password',
    help: 'Create one in the settings of your account, under Security. Without two-factor authentication, the password of the account works too.',
  },
  'webdav.any-password': { label: 'Password or app password' },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly help?: string }>>
