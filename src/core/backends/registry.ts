import { azureDescriptor } from './azure/index.ts'
import { asListed, type BackendDescriptor } from './descriptor.ts'
import { githubDescriptor } from './github/index.ts'
import { gitlabDescriptor } from './gitlab/index.ts'
import { hdfsDescriptor } from './hdfs/index.ts'
import { httpDescriptor } from './http/index.ts'
import { cryptDescriptor } from './crypt/index.ts'
import { ftpDescriptor } from './ftp/index.ts'
import { gcsDescriptor } from './gcs/index.ts'
import { localDescriptor } from './local/index.ts'
import { memoryDescriptor } from './memory/index.ts'
import { rcloneDescriptor } from './rclone/index.ts'
import { s3Descriptor } from './s3/index.ts'
import { scopedDescriptor } from './scoped/index.ts'
import { sftpDescriptor } from './sftp/index.ts'
import { shelfDescriptor } from './shelf/index.ts'
import { webdavDescriptor } from './webdav/index.ts'
import { unionDescriptor } from './union/index.ts'

/** The list of all backends. There is no other. */
export const backendDescriptors: readonly BackendDescriptor[] = [
  asListed(localDescriptor),
  asListed(shelfDescriptor),
  asListed(s3Descriptor),
  asListed(gcsDescriptor),
  asListed(azureDescriptor),
  asListed(memoryDescriptor),
  asListed(sftpDescriptor),
  asListed(scopedDescriptor),
  asListed(webdavDescriptor),
  asListed(cryptDescriptor),
  asListed(unionDescriptor),
  asListed(rcloneDescriptor),
  asListed(httpDescriptor),
  asListed(githubDescriptor),
  asListed(gitlabDescriptor),
  asListed(ftpDescriptor),
  asListed(hdfsDescriptor),
]
