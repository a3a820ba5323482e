/** Records the inputs and outputs of a connection, and replays them. @module */
export { briefLog } from './brief-log.ts';
export { type CallName, calls, isCallName } from './calls.ts';
export { type ConnectionFactory, plainFactory } from './connection-factory.ts';
export { formatLog, type Log, type LogEntry, parseLog } from './log.ts';
export type { LogValue } from './log-value.ts';
export { Recorder, type RecorderOptions } from './recorder.ts';
export { type Difference, describeDifference, type ReplayOptions, replay } from './replay.ts';
export { RecordingFactory, withRecording } from './with-recording.ts';
