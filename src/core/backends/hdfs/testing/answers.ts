/** The responses of namenodes and datanodes, in the form that Hadoop documents and its sources write. */
import type { ServerResponse } from 'node:http'

/** A Java exception that ends a request. */
export class JavaException extends Error {
  readonly status: number
  readonly javaClassName: string

  constructor(status: number, javaClassName: string, message: string) {
    super(message)
    this.status = status
    this.javaClassName = javaClassName
  }

  toJSON() {
    const { javaClassName, message } = this
    return { RemoteException: { exception: javaClassName.replace(/^.*[.$]/, ''), javaClassName, message } }
  }
}

const protocol = 'org.apache.hadoop.hdfs.protocol'
export const exceptions = {
  missing: (path: string) => new JavaException(404, 'java.io.FileNotFoundException', `File does not exist: ${path}`),
  noFolder: (path: string) =>
    new JavaException(403, 'org.apache.hadoop.fs.ParentNotDirectoryException', `${path} (is not a directory)`),
  notEmpty: (path: string) =>
    new JavaException(
      403,
      'org.apache.hadoop.fs.PathIsNotEmptyDirectoryException',
      `\`${path} is non empty': Directory is not empty`,
    ),
  there: (path: string) =>
    new JavaException(
      403,
      'org.apache.hadoop.fs.FileAlreadyExistsException',
      `rename destination ${path} already exists`,
    ),
  badName: (path: string) =>
    new JavaException(400, 'org.apache.hadoop.fs.InvalidPathException', `Invalid path name Invalid file name: ${path}`),
  tooLong: (name: string) =>
    new JavaException(
      403,
      `${protocol}.FSLimitException$PathComponentTooLongException`,
      `The maximum path component name limit of ${name} in directory / is exceeded: limit=255 length=${name.length}`,
    ),
  io: (message: string) => new JavaException(403, 'java.io.IOException', message),
  standby: () =>
    new JavaException(
      403,
      'org.apache.hadoop.ipc.StandbyException',
      'Operation category READ is not supported in state standby. Visit https://s.apache.org/sbnn-error',
    ),
  noSuchOperation: (op: string) =>
    new JavaException(
      400,
      'java.lang.IllegalArgumentException',
      `Invalid value for webhdfs parameter "op": No enum constant org.apache.hadoop.hdfs.web.resources.GetOpParam.Op.${op}`,
    ),
  badToken: () =>
    new JavaException(
      403,
      'java.lang.SecurityException',
      "Failed to obtain user group information: org.apache.hadoop.security.token.SecretManager$InvalidToken: token (token for ann) can't be found in cache",
    ),
}

export function answerJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(value === undefined ? undefined : JSON.stringify(value))
}
