/** Messages that only one kind of server or disk uses. */
export const fileStoreSentences = {
  'sftp.no-agent': 'No SSH agent is running: SSH_AUTH_SOCK is not set.',
  'sftp.key-unreadable': 'The private key “{key}” can’t be read.',
  'sftp.key-is-public': 'The key “{key}” is a public key. A private key is needed.',
  'sftp.key-format': 'The private key “{key}” has an unknown format.',
  'sftp.wrong-passphrase': 'The passphrase does not open the private key “{key}”.',
  'sftp.needs-passphrase': 'The private key “{key}” needs a passphrase.',
  'sftp.refused': 'The server {server} did not let {user} sign in. Tried: {offered}.',
  'sftp.refused-accepts':
    'The server {server} did not let {user} sign in. Tried: {offered}. The server accepts: {accepted}.',
  'sftp.nothing-to-offer':
    'The server {server} accepts none of the sign-in methods of this mount. The server accepts: {accepted}.',
  'sftp.host-unknown':
    'The server {server} is not known yet. It shows the key {keyType} {fingerprint}. If the operator of the server confirms this key, trust it: this adds “hostKey: {fingerprint}” to the mount. You can also add the server to known_hosts.',
  'sftp.host-changed':
    'WARNING: the key of {server} HAS CHANGED. Someone may be intercepting the connection, or the server was installed again. The server shows {keyType} {fingerprint}, which differs from the key in known_hosts. Nothing was sent. Ask the operator of the server before you accept the new key.',
  'sftp.host-changed-pinned':
    'WARNING: the key of {server} HAS CHANGED. Someone may be intercepting the connection, or the server was installed again. The server shows {keyType} {fingerprint}, which differs from the hostKey of the mount. Nothing was sent. Ask the operator of the server before you accept the new key.',
  'sftp.host-revoked':
    'WARNING: the key of {server}, {keyType} {fingerprint}, is revoked in known_hosts. Nothing was sent.',
  'sftp.host-question': 'Does the operator of {server} confirm that its key is {keyType} {fingerprint}?',
  'sftp.no-common-encryption': 'The server {server} and Portolan have no encryption algorithm in common.',
  'sftp.not-ssh': 'The server {server} closed the connection, or is not an SSH server.',
  'sftp.closed-at-sign-in': 'The server {server} closed the connection during the sign-in and gave no reason.',
  'sftp.no-sftp': 'The server {server} accepts the sign-in of {user} but offers no SFTP.',
  'sftp.unknown-account': 'The server can’t look up the name “{name}”. Enter the number of the account instead.',
  'sftp.through-other-server':
    'This host is reached through another server, which Portolan does not support without ssh.',
  'sftp.too-many-includes': 'This file includes other files too deeply.',
  'sftp.ssh-not-chosen': 'The ssh program is not used, because transport is built-in.',
  'sftp.ssh-windows': 'Portolan can’t use the ssh program of Windows. Remove “transport: ssh” from the mount.',
  'sftp.ssh-password':
    'The password can’t be given to ssh, because it has several lines or is too long. Remove “transport: ssh” from the mount.',
  'sftp.ssh-key-and-agent':
    'The ssh program can’t offer the private key before the keys of the agent. Remove “transport: ssh” or “agent” from the mount.',
  'sftp.ssh-missing': 'This computer has no ssh program. Install it, or remove “transport: ssh” from the mount.',
  'sftp.ssh-not-started':
    'The ssh program of this computer could not be started. Remove “transport: ssh” from the mount to connect without it.',
  'sftp.ssh-too-old':
    'The ssh program of this computer has version {version}, but {oldest} or later is needed. Update it, or remove “transport: ssh” from the mount.',
  'sftp.ssh-rejects-options':
    'The ssh program of this computer rejects its options. Remove “transport: ssh” from the mount to connect without it.',
  'sftp.ssh-no-askpass':
    'The ssh program of this computer can’t ask for the password. Remove “transport: ssh” from the mount to connect without it.',

  'local.denied': 'Your user account has no permission to do this with {what:file}.',
  'local.no-space': 'The disk has no space left for {what:file}.',
  'local.disk-silent': 'The disk that holds {what:file} does not answer.',
  'local.disk-timeout': 'The disk that holds {what:file} did not answer in time.',
  'local.busy': 'Another program is using {what:file}.',
  'local.too-many-open': 'Too many files are open on this computer to open {what:file}.',
  'local.too-deep':
    'The path of {what:file} is longer than this computer allows. Copy it to or from a folder that is less deep.',
  'local.not-a-folder': '{what:file} is not a folder, or one of the folders above it is not a folder.',
  'local.name-too-long': 'The name {what:file} is too long for this disk.',
  'local.bad-name': 'This disk does not allow the name {what:file}.',
  'local.impossible-name': 'This computer does not allow the name “{name}”.',
  'local.invalid-name': 'This disk does not support this for the name {what:file}.',
  'local.too-large': '{what:file} is larger than this disk allows.',
  'local.read-only': 'The disk that holds {what:file} is read-only.',
  'local.other-disk': '{what:file} can’t be moved in one step, because the target is on another disk.',
  'local.unsupported': 'This disk does not support this for {what:file}.',
  'local.no-clone': 'This disk can’t share the blocks of {what:file} with another file.',
  'local.stopped': 'Nothing was done with {what:file}, because the work was stopped.',
  'local.name-not-text': 'The name {what:file} is not valid Unicode, so it can’t be given to other programs.',
  'local.trash-name':
    'The name {what:file} is not valid Unicode, so the trash can’t hold it. Delete it permanently instead.',
  'local.unknown-user': 'This computer has no user “{name}”. Enter the name or number of a user.',
  'local.unknown-group': 'This computer has no group “{name}”. Enter the name or number of a group.',
  'local.list-fault': 'A fault in Portolan stopped the listing of {what:file}.',
  'local.windows-permissions':
    'Windows does not use permission bits. Change the permissions in the properties dialog of Windows.',

  'ftp.not-a-plain-file': '{what:file} is a link, device, pipe or socket, not a file.',
  'ftp.lost-file': 'The server accepted the bytes of {what:file} but has no such file.',
  'ftp.no-resume': 'The server can’t resume the upload of a file.',
  'ftp.piece-gap': 'The bytes before a piece of {what:file} are missing on the server.',
  'ftp.stored-less': 'The server stored fewer bytes of {what:file} than it was sent.',
  'ftp.crowded': 'The server accepts no more connections at the moment.',
  'ftp.one-connection': 'The server allows one connection at a time, and it is in use for another file.',
  'ftp.sign-in': 'The server did not accept this user and password.',
  'ftp.no-data-connection': 'The server opened no data connection.',
  'ftp.tls-session':
    'The server requires that data connections resume the TLS session of the control connection, and rejected the session of Portolan.',
  'ftp.name-or-rights': 'The server does not allow the name {what:file}, or your user may not write there.',
  'ftp.impossible-name': 'The name “{name}” can’t be sent over FTP.',
  'ftp.insecure': 'No secure connection to the server {server} could be made. Check security and port.',
  'ftp.not-ftp': 'The server {server} closed the connection, or is not an FTP server.',
  'ftp.no-tls':
    'The server {server} offers no TLS. Without TLS, everything is sent unencrypted; “security: none” allows that.',
  'ftp.untrusted':
    'The certificate of the server {server} is not trusted by this computer, so no connection was made. If the operator of the server confirms the fingerprint {fingerprint}, trust it: this adds “trustCertificate” to the mount.',
  'ftp.certificate-question':
    'Does the operator of the server {server} confirm that its certificate has the fingerprint {fingerprint}?',

  'webdav.no-source': 'The server can’t reach the source of {what:file}.',
  'webdav.current-version': 'The current version of {what:file} can’t be removed without the file.',
  'webdav.redirected':
    'The server redirects to another address. Put the address of its WebDAV folder into url, with https.',
  'webdav.not-webdav': 'This address does not speak WebDAV. Check url: it must be the address of a WebDAV folder.',
  'webdav.proxy-sign-in': 'A proxy between this computer and the server requires a sign-in.',
  'webdav.length-required': 'The server accepts {what:file} only when its length is known before the upload.',
  'webdav.path-too-long': 'The path of {what:file} is longer than the server allows.',
  'webdav.locked': '{what:file} is locked by another program.',
  'webdav.failed': 'The server failed to do this with {what:file} and gave no reason.',
  'webdav.expired-certificate': 'The server’s certificate has expired, so no connection was made.',
  'webdav.other-name-in-certificate': 'The server’s certificate is for another name than the one in url.',

  'rclone.settings-encrypted': 'The settings of rclone are encrypted, and their password is missing or wrong.',
  'rclone.unknown-remote': 'There is no rclone remote of this name. “rclone listremotes” lists the remotes.',
  'rclone.bad-name': 'The store behind rclone does not allow the name {what:file}.',
  'rclone.control-character': 'The name {what:file} contains a control character, which rclone can’t store.',
  'rclone.no-space': 'The store behind rclone has no space left.',
  'rclone.slow-down': 'The store behind rclone asks to slow down.',
  'rclone.denied': 'The store behind rclone does not allow this with {what:file}.',
  'rclone.sign-in':
    'The store behind rclone did not accept the sign-in. Run “rclone config reconnect” to sign in again.',
  'rclone.unsupported': 'The store behind rclone does not support this.',
  'rclone.unreachable': 'The store behind rclone could not be reached, or its answer could not be understood.',
  'rclone.one-remote': 'Files can be copied only within one rclone remote.',
  'rclone.wrong-bytes': 'The store has other bytes for {what:file} than the bytes that were sent.',
  'rclone.read-broke': 'The bytes of {what:file} stopped arriving.',
  'rclone.ended': 'The rclone program ended during the request. The next request starts it again.',
  'rclone.not-started': 'The rclone program did not start within {seconds} s.',
  'rclone.too-old': 'The rclone program is too old. Portolan needs version 1.60 or later.',
  'rclone.missing':
    'The program “{binary}” can’t be started. Install rclone from rclone.org or from the packages of your system.',
  'rclone.read-only':
    'This store is read-only here: rclone can neither move nor copy within it, so no file could be stored in one step.',
  'rclone.no-rename': 'The store behind rclone can’t rename both files and folders.',
  'rclone.no-copy': 'The store behind rclone can’t copy files within the store.',
  'rclone.no-links': 'Portolan can’t make links to files behind rclone yet.',

  'hdfs.impossible-name': 'HDFS does not allow the name “{name}”.',
  'hdfs.no-folder-made': 'HDFS did not create the folder {what:file}.',
  'hdfs.not-moved': 'HDFS did not move {what:file}, because its folder does not exist.',
  'hdfs.sign-in': 'The cluster did not accept the user, password or token.',
  'hdfs.bad-token': 'The delegation token has expired, was cancelled, or belongs to another cluster.',
  'hdfs.kerberos':
    'This cluster uses Kerberos to sign in, which Portolan does not support. Use a delegation token, or a gateway that accepts a password.',
  'hdfs.paste-kerberos': 'Signing in with Kerberos is not supported. Give a delegation token.',
  'hdfs.denied': 'HDFS does not allow your user to do this with {what:file}.',
  'hdfs.quota': 'The quota of the folder has no space left for {what:file}.',
  'hdfs.full-folder': 'The folder for {what:file} has as many entries as HDFS allows in a folder.',
  'hdfs.bad-name': 'HDFS does not allow the name {what:file}.',
  'hdfs.safe-mode': 'The namenode is in safe mode. Nothing can be changed until it leaves safe mode.',
  'hdfs.snapshot': '{what:file} is in a snapshot, which can’t be changed.',
  'hdfs.deleted-while-written': 'Another program deleted {what:file} while it was written.',
  'hdfs.not-accepted': 'HDFS does not accept this for {what:file}: {detail}.',
  'hdfs.unsupported': 'This cluster does not support this for {what:file}.',
  'hdfs.standby': 'The namenode in url is on standby. Put the addresses of all namenodes of the cluster into url.',
  'hdfs.no-datanode': 'The namenode says that the bytes are on the server {server}, which this computer can’t reach.',
  'hdfs.not-webhdfs':
    'This address does not speak WebHDFS. Check url: it must be the web address of a namenode or a gateway.',
  'hdfs.failed': 'HDFS failed to do this with {what:file}: {detail}.',
  'hdfs.no-space-report': 'This cluster does not report how much space it has.',
} as const
