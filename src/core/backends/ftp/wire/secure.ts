/** Adds TLS to control and data connections, and decides which certificates are trusted. */
import { readFileSync } from 'node:fs'
import { isIP, type Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { FtpConfig } from '../config.ts'

/** The server's certificate is not trusted. */
export class CertificateError extends Error {
  readonly fingerprint: string
  constructor(message: string, fingerprint: string) {
    super(message)
    this.fingerprint = fingerprint
  }
}

/**
 * Returns a socket that uses TLS once `secured` has resolved. `session` is that of the control connection, which some
 * servers require.
 */
export function secure(socket: Socket, config: FtpConfig, session?: Buffer) {
  const { host, trustCertificate, certificate } = config
  const ca = certificate === undefined ? undefined : readCertificate(certificate)
  const secureSocket: TLSSocket = connect({
    socket,
    rejectUnauthorized: false, // trust is decided below
    ...(isIP(host) === 0 ? { servername: host } : { host }),
    ...(ca !== undefined && { ca }),
    ...(session && { session }),
  })
  const secured = new Promise<void>((resolve, reject) => {
    secureSocket.once('secureConnect', () => {
      const problem = problemOf(secureSocket, trustCertificate)
      if (problem) {
        secureSocket.destroy()
        reject(problem)
      } else resolve()
    })
    secureSocket.once('error', reject)
    secureSocket.once('close', () => reject(new Error('the connection was closed')))
  })
  secured.catch(() => {}) // the callers that wait get the error
  return { socket: secureSocket, secured }
}

function problemOf(socket: TLSSocket, trusted: string | undefined): CertificateError | undefined {
  if (socket.isSessionReused()) return undefined // the certificate was checked when the session began
  const { fingerprint256 } = socket.getPeerCertificate()
  if (trusted !== undefined) {
    if (plain(trusted) === plain(fingerprint256)) return undefined
    return new CertificateError('it is not the one that is trusted', fingerprint256)
  }
  if (socket.authorized) return undefined
  return new CertificateError(String(socket.authorizationError ?? 'it is not trusted'), fingerprint256)
}

function plain(fingerprint: string): string {
  return fingerprint
    .replace(/^SHA256:/i, '')
    .replaceAll(':', '')
    .toUpperCase()
}

function readCertificate(given: string): string {
  return given.includes('-----BEGIN') ? given : readFileSync(given, 'utf8')
}
