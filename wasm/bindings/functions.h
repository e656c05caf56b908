// What the module does beside flows.
#pragma once

#include <emscripten/val.h>

#include <string>

#include "bindings/convert.h"
#include "fmid/token_policy.h"
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
std::string NextNeed(const std::string& access, const Holdings& holdings, const Attempt& attempt, double now);
Verdict Judge(const std::string& access, const std::string& stage, const std::string& code, double id_token_left, const Attempt& attempt);

// A time that is a field of a value object.
template <auto kField>
struct Time;
template <class Object, UnixMillis Object::*kField>
struct Time<kField> {
  static double Get(const Object& object) { return static_cast<double>(object.*kField); }
  static void Set(Object& object, double time) { object.*kField = ToMillis(time); }
};

}  // namespace fmid::bindings
