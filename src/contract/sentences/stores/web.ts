/** Messages for refusals of web servers and Git hosts. */
export const webSentences = {
  'web.denied': 'The server does not allow you to read {what:file}.',
  'web.legal': 'The server is not allowed to send {what:file} for legal reasons.',
  'web.too-long': 'The answer of the server about {what:file} is too long to be read.',
  'web.redirects': 'The server redirects requests for {what:file} again and again without an end.',
  'web.downgrade': 'The server redirects requests for {what:file} from https to http, which is not safe.',

  'http.sign-in': 'The server refused the sign-in. Check user and password, or token.',
  'http.proxy-sign-in': 'A proxy between this computer and the server needs you to sign in.',
  'http.no-list': 'There is no list of files at the address in list.',
  'http.no-index': 'There is no index page at the address in url.',
  'http.read-only': '{what:file} is on a web server, so it can only be read.',
  'http.bad-name': 'An address can’t have the name {what:file}.',
  'http.bad-address': 'The address can’t be read.',

  'git.rate-limited': 'The service allows no more requests for a while. It allows more requests with a token.',
  'git.rate-limited-until': 'The service allows no more requests until {time}. It allows more requests with a token.',
  'git.no-repository':
    'The repository does not exist, or the token is not allowed to see it. Check repository and token.',
  'git.no-ref': 'The repository has no branch, tag or commit with the name in ref.',
  'git.sign-in': 'The service did not accept the token. Check token.',
  'git.denied': 'The token is not allowed to read {what:file}.',
  'git.too-large': '{what:file} is larger than the files that this service sends from a repository.',
  'git.too-many-entries': '{what:file} has more entries than this service lists.',
  'git.read-only': '{what:file} is in a repository, so it can only be read.',
  'git.not-in-version': '{what:file} does not exist in this version.',
  'git.is-link': '{what:file} is a link. Links in a repository are not followed.',
  'git.is-submodule': '{what:file} is a submodule, which is a separate repository.',
  'git.checksum-differs': 'The content of {what:file} does not have the checksum that the repository has for it.',
} as const
