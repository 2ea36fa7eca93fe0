// The stack's own small API.

export const picture = () => ask("api/picture");

export const content = (id, part) =>
  ask(`api/content?of=${encodeURIComponent(id)}${part ? `&part=${encodeURIComponent(part)}` : ""}`);

export const replay = (id) => ask(`api/replay?of=${encodeURIComponent(id)}`, { method: "POST" });

async function ask(url, options) {
  const answer = await fetch(url, options);
  const body = await answer.json().catch(() => ({ message: `${answer.status} ${answer.statusText}` }));
  if (!answer.ok) {
    throw new Error(body.message);
  }
  return body;
}
