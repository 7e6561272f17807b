// Passkeys: adding one, signing in with one, showing one again. Without this file the other ways remain.
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !window.webauthnJSON) return;
  const button = document.getElementById("passkey-button");
  const held = document.getElementById("passkey-credential") || form.querySelector("[name=credential]");
  const failed = form.querySelector("[data-passkey-error]");

  const options = () => JSON.parse(document.getElementById("passkey-data").textContent);

  const signInOptions = async () => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  };

  const made = async () => {
    const asked = options().creation_options;
    const wanted = form.querySelector("[name=passwordless]");
    const chosen = asked.publicKey.authenticatorSelection;
    chosen.residentKey = wanted && wanted.checked ? "required" : "discouraged";
    chosen.requireResidentKey = Boolean(wanted && wanted.checked);
    if (wanted && wanted.checked) chosen.userVerification = "required";
    return window.webauthnJSON.create(asked);
  };

  const ways = {
    "add": made,
    "show": () => window.webauthnJSON.get(options().request_options),
    "sign-in": async () => window.webauthnJSON.get(await signInOptions()),
  };

  form.hidden = false;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      held.value = JSON.stringify(await ways[form.dataset.passkey]());
      form.submit();
    } catch {
      failed.hidden = false;
      button.focus();
    }
  });
})();
