// What a request says of its browser: its cookies, its address.

export function cookiesOf(request) {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  // The first of a name: browsers send the most specific one first, and a __Host- cookie is the only one of its name.
  return new Map(pairs.map(([name, ...value]) => [name, value.join("=")]).reverse());
}

export function addressOf(request, { trustsForwardedFor }) {
  const forwarded = trustsForwardedFor ? request.headers["x-forwarded-for"]?.split(",").at(-1).trim() : null;
  return (forwarded || request.socket.remoteAddress || "").slice(0, 64) || undefined;
}

export const agentOf = (request) => request.headers["user-agent"]?.slice(0, 200);
