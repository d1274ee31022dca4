'use strict';

// The companion process of reaper.ts. Input: `+pid` when a child starts, `-pid` when it has exited.
// When the input ends, the parent is gone or is done: whatever is left gets killed.

const fs = require('node:fs');
const readline = require('node:readline');

/** @type {Map<number, string | undefined>} */
const alive = new Map();

/**
 * When the process was started, in the kernel's ticks since boot; undefined where it cannot be told.
 * A process id that was given to another process has another start.
 *
 * @param {number} pid
 */
function startOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22 of proc(5), counted behind the name, which may hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

const input = readline.createInterface({ input: process.stdin });

input.on('line', (line) => {
  const pid = Number(line.slice(1));
  if (!Number.isSafeInteger(pid) || pid <= 1) return;
  if (line.startsWith('+')) alive.set(pid, startOf(pid));
  else alive.delete(pid);
});

input.on('close', () => {
  for (const [pid, started] of alive) {
    const now = startOf(pid);
    if (now !== undefined && started !== undefined && now !== started) continue;
    // The whole group, frozen or not; a child without a group of its own is killed alone.
    if (process.platform === 'win32' || !kill(-pid)) kill(pid);
  }
});
