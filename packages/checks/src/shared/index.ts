/**
 * What all checks share.
 *
 * @module
 */
export { type Finding, formatFinding, report } from './finding.ts';
export { runJest } from './jest.ts';
export { cell, writeOrCompare } from './page.ts';
export { run, runNode, runTool, scriptOf, type ToolResult } from './tool.ts';
export { listFiles, listPackages, readText, workspaceRoot, writeText } from './workspace.ts';
