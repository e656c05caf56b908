// What the module does beside flows.
#pragma once

#include <emscripten/val.h>

#include "bindings/convert.h"
#include "srp/client.h"

namespace fmid::bindings {

// {userPoolId, clientId, endpoint}: Claris ID's, and any other with everything filled in, or {error}.
val ClarisId();
val CheckPool(val pool);
// {header, payload, expiresAtSeconds}, of which the first two are JSON as text, or {error}.
val DecodeUnverified(val token);
// One for the module's life: what one sign-in leaves of it serves the next.
srp::Precomputation& ModulePrecomputation();
// One slice of work that can be done ahead of a sign-in; true when none is left.
bool Prepare();

// fmid/token_policy.h, with the names of fmid-core.d.ts.
val NextNeed(val access, val holdings, val attempt, double now);
val Judge(val access, val stage, val code, double id_token_left, val attempt);

}  // namespace fmid::bindings
