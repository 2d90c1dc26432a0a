/** A process that asks the keychain one thing and ends. */
import { type KeychainTask, runKeychainTask } from './keychain-task.ts'

process.once('message', (task: KeychainTask) => {
  void runKeychainTask(task).then((answer) => process.send?.(answer, () => process.exit(0)))
})
