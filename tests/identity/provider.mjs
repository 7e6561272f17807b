// A strict OpenID provider for tests: PKCE demanded, real signatures, people as given on the command
// line. It listens on the loopback address only and prints one line of JSON when it serves.
//
//   node provider.mjs '{"people": {...}, "clients": [...]}'
//
// Faults: a client whose id starts with "forged" gets ID tokens whose contents were changed after
// signing; one that starts with "other" gets user info of somebody else.
import http from "node:http";
import { Provider } from "oidc-provider";

const told = JSON.parse(process.argv[2]);
const server = http.createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: told.clients.map((client) => ({
      token_endpoint_auth_method: "client_secret_basic",
      grant_types: ["authorization_code"],
      response_types: ["code"],
      ...client,
    })),
    acrValues: ["urn:vn:loa:1", "urn:vn:loa:2"],
    claims: {
      openid: ["sub"],
      profile: ["name", "birthdate", "gender", "preferred_username", "personal_number"],
      email: ["email"],
      acr: null,
      amr: null,
    },
    pkce: { required: () => true },
    conformIdTokenClaims: true,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => {
      const person = told.people[sub];
      return person && { accountId: sub, claims: () => ({ ...person.claims, sub }) };
    },
    cookies: { keys: ["only for tests"] },
  });

  provider.use(async (ctx, next) => {
    await next();
    const client = ctx.oidc?.client?.clientId ?? "";
    if (ctx.path === "/token" && client.startsWith("forged") && ctx.body?.id_token) {
      const [head, body, signature] = ctx.body.id_token.split(".");
      const claims = JSON.parse(Buffer.from(body, "base64url").toString());
      claims.acr = "urn:vn:loa:2";
      const changed = Buffer.from(JSON.stringify(claims)).toString("base64url");
      ctx.body.id_token = [head, changed, signature].join(".");
    }
    if (ctx.path === "/me" && client.startsWith("other") && ctx.body?.sub) {
      ctx.body = { ...ctx.body, sub: "somebody-else" };
    }
  });

  server.on("request", async (request, response) => {
    const address = new URL(request.url, issuer);
    if (!address.pathname.startsWith("/interaction/")) {
      provider.callback()(request, response);
      return;
    }
    // Whoever opens the interaction with ?person=… is that person, who agrees to everything.
    const { params, grantId } = await provider.interactionDetails(request, response);
    const sub = address.searchParams.get("person");
    if (sub === "nobody") {
      await provider.interactionFinished(request, response, { error: "access_denied" });
      return;
    }
    const person = told.people[sub];
    const grant = grantId
      ? await provider.Grant.find(grantId)
      : new provider.Grant({ accountId: sub, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const granted = await grant.save();
    await provider.interactionFinished(request, response, {
      login: { accountId: sub, acr: person.acr, amr: person.amr },
      consent: { grantId: granted },
    });
  });
  console.log(JSON.stringify({ issuer }));
});
