/** The SDK, loaded when the first mount needs it. */
export async function loadSdk(): Promise<typeof import('@aws-sdk/client-s3')> {
  // it tells everybody on stderr that it will leave Node 20 in 2027; our own package says which Node we need
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  return import('@aws-sdk/client-s3')
}
