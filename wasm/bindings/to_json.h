// The core's values as the JSON that js-glue/core.js reads: names and shapes as in js-glue/core.d.ts. No decisions are made here.
#pragma once

#include "fmid/flow.h"
#include "fmid/result.h"
#include "json/writer.h"

namespace fmid::bindings {

// {"error": {code, kind, detail, …}}
[[nodiscard]] SecretBytes ToJson(const Error& error);
// {"type": "send"} | {"type": "wait", milliseconds} | {"type": "ask", challenge} | {"type": "done", …the outcome}
[[nodiscard]] SecretBytes ToJson(const Step& step);
// {userPoolId, clientId, endpoint}
[[nodiscard]] SecretBytes ToJson(const UserPool& pool);
// {header, payload, expiresAtSeconds}: the first two are JSON as text
[[nodiscard]] SecretBytes ToJson(const UnverifiedClaims& claims);
// {method, url, headers: {name: value}}
[[nodiscard]] SecretBytes ToJson(const HttpRequest& request);

}  // namespace fmid::bindings
