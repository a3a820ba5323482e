/**
 * A page that runs all cases with the WebSocket of the browser that opens it.
 *
 * @module
 */

/** HTML, with nothing to load but itself. */
export const clientPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>WebSocket conformance of this browser</title>
<style>body { font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 40em; padding: 0 1em }</style>
<h1>WebSocket conformance of this browser</h1>
<p id="state" role="status">Connecting</p>
<script>
  const state = document.getElementById('state');
  const agent = encodeURIComponent(navigator.userAgent);
  const visit = (path, onMessage) =>
    new Promise((resolve) => {
      const socket = new WebSocket('ws://' + location.host + path);
      socket.binaryType = 'arraybuffer';
      socket.onmessage = (event) => onMessage(event.data, socket);
      socket.onclose = resolve;
    });
  const run = async () => {
    let count = 0;
    await visit('/getCaseCount', (data) => (count = Number(data)));
    for (let number = 1; number <= count; number++) {
      state.textContent = 'Case ' + number + ' of ' + count;
      await visit('/runCase?case=' + number + '&agent=' + agent, (data, socket) => socket.send(data));
    }
    await visit('/updateReports?agent=' + agent, () => undefined);
    state.textContent = count === 0 ? 'Nobody answers' : 'Done: the report is where the command runs';
  };
  run();
</script>
</html>
`;
