/** A process that makes one keychain request and ends. */
import { type KeychainTask, runKeychainTask } from './keychain-task.ts'

process.once('message', (task: KeychainTask) => {
  void runKeychainTask(task).then((answer) => process.send?.(answer, () => process.exit(0)))
})
