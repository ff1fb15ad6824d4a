// Turns what is known into HTML; whatever did not come from here is escaped, and no page has a script or a token.

const escaped = (value) =>
  String(value ?? "").replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const time = (seconds) => escaped(new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z"));
const button = (path, label) => `<form method="post" action="${path}"><button>${label}</button></form>`;
const page = (title, body) =>
  `<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title>\n<h1>${escaped(title)}</h1>\n${body}\n</html>\n`;
const list = (rows) => `<dl>\n${rows.map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${text}</dd>`).join("\n")}\n</dl>`;

export const nobody = () => page("Nobody is signed in", '<p><a href="/sign-in">Sign in</a></p>');

export const home = (session) =>
  page(
    `Signed in as ${session.subject}`,
    list([
      ["Session", escaped(session.id)],
      ["Roles", escaped((session.roles ?? []).join(", ") || "none")],
      ["Ends without use", time(session.ends_at)],
      ["Ends in any case", time(session.expires_at)],
    ]) +
      '\n<p><a href="/profile">Profile</a> <a href="/devices">Devices</a></p>\n' +
      button("/sign-out", "Sign out") +
      button("/sign-out-everywhere", "Sign out everywhere"),
  );

export const devices = (session, sessions) =>
  page(
    "Where you are signed in",
    `<ul>\n${sessions.map((each) => device(each, each.id === session.id)).join("\n")}\n</ul>\n` +
      button("/sign-out-everywhere", "Sign out everywhere"),
  );

const device = ({ user_agent, address, last_seen_at }, isHere) =>
  `<li>${escaped(user_agent ?? "unknown browser")}, ${escaped(address)}, last used ${time(last_seen_at)}${isHere ? " (here)" : ""}</li>`;

export const profile = (claims) =>
  page("What the provider says of you", list(Object.entries(claims).map(([name, value]) => [name, escaped(JSON.stringify(value))])));

export const message = (title, text, link = '<a href="/">Back</a>') => page(title, `<p>${escaped(text)}</p>\n<p>${link}</p>`);
