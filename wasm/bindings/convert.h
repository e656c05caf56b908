// Between JavaScript's values and the core's: names and shapes as in js-glue/fmid-core.d.ts. No decisions are made here.
//
// What comes in is a plain copy (js-glue/core.js makes it): a getter that throws would leave this side's stack with no destructor run.
// All texts are written into memory that is wiped, by TextEncoder, and read out of it by TextDecoder through a view; secrets never become
// a std::string. Embind's own way for strings leaves copies in the heap, and the module is built without it (platform/unneeded.cc).
#pragma once

#include <emscripten/val.h>

#include <string>
#include <string_view>
#include <vector>

#include "fmid/flow.h"
#include "fmid/result.h"
#include "fmid/token_policy.h"

namespace fmid::bindings {

using emscripten::val;

// A time as JavaScript has it. What is no number of milliseconds is 0: nobody looked.
[[nodiscard]] UnixMillis ToMillis(double time);

// Empty where the value is something else than a text (for a secret: than a text or a Uint8Array).
[[nodiscard]] std::string ToText(const val& text);
[[nodiscard]] SecretBytes ToSecret(const val& text_or_bytes);
// A member of an object.
[[nodiscard]] std::string Text(const val& object, const char* key);
[[nodiscard]] SecretBytes Secret(const val& object, const char* key);

[[nodiscard]] Result<UserPool> ToPool(const val& pool);
[[nodiscard]] Result<UserPool> PoolOf(const val& options);      // its member "pool"
[[nodiscard]] Result<HostTarget> TargetOf(const val& options);  // its member "target"
[[nodiscard]] Device ToDevice(const val& device);
[[nodiscard]] HostCall ToCall(const val& call);
[[nodiscard]] std::vector<DataSource> ToSources(const val& sources);
[[nodiscard]] fmid::Answer ToAnswer(const val& answer);
[[nodiscard]] HttpResponse ToResponse(const val& response);
[[nodiscard]] Holdings ToHoldings(const val& holdings);
[[nodiscard]] Attempt ToAttempt(const val& attempt);

[[nodiscard]] val ToJs(std::string_view text);
[[nodiscard]] val ToJs(const SecretBytes& secret);
[[nodiscard]] val ToJs(const Error& error);
[[nodiscard]] val ToJs(const Result<Step>& step);
[[nodiscard]] val ToJs(const HttpRequest& request);
// All but the body, of which there is the size.
[[nodiscard]] val ToJs(const HttpResponse& response);
[[nodiscard]] val ToJs(const Result<UserPool>& pool);
[[nodiscard]] val ToJs(const Result<UnverifiedClaims>& claims);
[[nodiscard]] val ToJs(const Verdict& verdict);

}  // namespace fmid::bindings
