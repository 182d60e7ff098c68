// Passkeys by allauth's own scripts; here only what they leave out: a sentence when it fails, and no button that cannot work.
const problem = document.getElementById("passkey_problem");
const buttons = "#passkey_login, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate, #mfa_webauthn_add";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  problem.hidden = false;
  for (const button of document.querySelectorAll(buttons)) button.disabled = false;
});

if (!window.PublicKeyCredential) {
  for (const button of document.querySelectorAll(buttons)) button.disabled = true;
  problem.hidden = false;
}
