// Between JavaScript's values and the core's: names and shapes as in js-glue/fmid-core.d.ts. No decisions are made here.
//
// What comes in is a plain copy (js-glue/core.js makes it): a getter that throws would leave this side's stack with no destructor run.
// Secrets never become a std::string. They are written into memory that is wiped, and read out of it through a view.
#pragma once

#include <emscripten/val.h>

#include <string>
#include <vector>

#include "fmid/flow.h"
#include "fmid/result.h"

namespace fmid::bindings {

using emscripten::val;

// A time as JavaScript has it. What is no number of milliseconds is 0: nobody looked.
[[nodiscard]] UnixMillis ToMillis(double time);

// A member of an object; empty where there is none, or something else than a text (for a secret: than a text or a Uint8Array).
[[nodiscard]] std::string Text(const val& object, const char* key);
[[nodiscard]] SecretBytes Secret(const val& object, const char* key);

[[nodiscard]] SecretBytes ToSecret(const val& text_or_bytes);
[[nodiscard]] Result<UserPool> ToPool(const val& pool);
[[nodiscard]] Result<UserPool> PoolOf(const val& options);      // its member "pool"
[[nodiscard]] Result<HostTarget> TargetOf(const val& options);  // its member "target"
[[nodiscard]] Device ToDevice(const val& device);
[[nodiscard]] HostCall ToCall(const val& call);
[[nodiscard]] std::vector<DataSource> ToSources(const val& sources);
[[nodiscard]] fmid::Answer ToAnswer(const val& answer);
[[nodiscard]] HttpResponse ToResponse(const val& response);

[[nodiscard]] val ToJs(const Error& error);
[[nodiscard]] val ToJs(const Result<Step>& step);
[[nodiscard]] val ToJs(const HttpRequest& request);
// All but the body, of which there is the size.
[[nodiscard]] val ToJs(const HttpResponse& response);
[[nodiscard]] val ToJs(const Result<UserPool>& pool);
[[nodiscard]] val ToJs(const Result<UnverifiedClaims>& claims);

}  // namespace fmid::bindings
