// Tells the server which browser this is, so that a visitor finds their own runs again. The random token stays in a
// cookie of this page: no address, no log and no file of the server ever holds it.

const NAME = "gan_studio_visitor";
const BYTES = 24;
const SECONDS = 365 * 24 * 3600;

export default function (component) {
  const known = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${NAME}=`));
  const token = known ? known.slice(NAME.length + 1) : newToken();
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${NAME}=${token}; Path=/; Max-Age=${SECONDS}; SameSite=Lax${secure}`;
  component.setStateValue("token", token);
}

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
