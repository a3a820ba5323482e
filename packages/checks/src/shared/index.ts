/**
 * What all checks share.
 *
 * @module
 */
export { type Finding, formatFinding, report } from './finding.ts';
export { headOf, helpWhereAsked } from './help.ts';
export { runJest } from './jest.ts';
export { optionOf } from './option.ts';
export { cell, writeOrCompare } from './page.ts';
export { run, runNode, runTool, type ToolResult } from './tool.ts';
export { listFiles, listPackages, readText, workspaceRoot, writeText } from './workspace.ts';
