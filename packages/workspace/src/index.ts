/** This workspace on disk: its files, its tools, its runtimes. @module */
export { cell } from './cell.ts';
export { listFiles, listPackages, readText, workspaceRoot, writeText } from './files.ts';
export { installRuntimes, runtimePath } from './runtimes.ts';
export { withWorkspace } from './temporary.ts';
export { run, runNode, runTool, scriptOf, type ToolResult } from './tool.ts';
