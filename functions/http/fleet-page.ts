/** The plain page of the fleet: static, without a byte of state. What it shows it asks of the API, which asks who is looking. */
export const fleetPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Belay</title>
<link rel="stylesheet" href="/assets/fleet.css">
<body>
<header><h1>Belay</h1><p id="summary" role="status">Reading the fleet…</p></header>
<main><table><thead><tr><th scope="col">Service</th><th scope="col">Runs</th><th scope="col">Under way</th><th scope="col">Held because</th></tr></thead><tbody id="services"></tbody></table></main>
<script src="/assets/fleet.js"></script>
</body>
</html>
`;

/** The page's style, served by itself so that the page needs no inline style. */
export const fleetStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8884; padding: .5rem; text-align: left; vertical-align: top; }
.held { color: #b3261e; }
@media (prefers-color-scheme: dark) { .held { color: #ffb4ab; } }
`;

/** The page's script: one request when it opens and one every 30 seconds while somebody looks at it. Text is set as text, never as HTML. */
export const fleetScript = `const rows = document.getElementById('services');
const summary = document.getElementById('summary');
async function show() {
  const answer = await fetch('/app/v1/fleet');
  if (!answer.ok) { summary.textContent = 'The API answered ' + answer.status + ': sign-in comes with the dashboard, until then use the CLI.'; return; }
  const { items } = await answer.json();
  summary.textContent = items.length === 0 ? 'No service yet: belay services put adopts one.' : (items.length === 1 ? '1 service' : items.length + ' services');
  rows.replaceChildren(...items.map((item) => {
    const row = document.createElement('tr');
    const cells = [item.service, item.running ? item.running.version : 'nothing yet', item.deploying ? item.deploying.id + ' (' + (item.deploying.awaits === 'approval' ? 'waits for approval' : item.deploying.phase) + ')' : '–', item.held || '–'];
    row.append(...cells.map((text, index) => { const cell = document.createElement('td'); cell.textContent = text; if (index === 3 && item.held) cell.className = 'held'; return cell; }));
    return row;
  }));
}
show();
setInterval(() => { if (document.visibilityState === 'visible') show(); }, 30000);
`;
