// Tells the server which browser this is, so that a visitor finds their own runs again. The random token stays in a
// cookie of this page: no address, no log and no file of the server ever holds it.

const NAME = "gan_studio_visitor";
const BYTES = 24;
const TOKEN = /^[0-9a-f]{48}$/; // as in visitor.py
const SECONDS = 365 * 24 * 3600;

export default function (component) {
  component.setStateValue("token", tokenOfThisBrowser());
}

function tokenOfThisBrowser() {
  try {
    return keptToken();
  } catch {
    return newToken(); // a browser that keeps no cookies is somebody new at each visit
  }
}

function keptToken() {
  const known = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
  const token = TOKEN.test(known ?? "") ? known : newToken(); // whatever else stands there would be refused
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${NAME}=${token}; Path=/; Max-Age=${SECONDS}; SameSite=Lax${secure}`;
  return token;
}

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
