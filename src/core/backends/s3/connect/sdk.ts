/** Loads the SDK when the first mount needs it. */
export async function loadSdk(): Promise<typeof import('@aws-sdk/client-s3')> {
  // prevents the SDK's warning on stderr that it drops Node 20 in 2027; our own package declares the required Node
  // version
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  return import('@aws-sdk/client-s3')
}
