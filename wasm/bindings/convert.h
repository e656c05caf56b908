// Between JavaScript values and the core's types: names and shapes as in js-glue/fmid-core.d.ts. No decisions are made here.
#pragma once

#include <emscripten/val.h>

#include "fmid/flow.h"
#include "fmid/result.h"

namespace fmid::bindings {

// {error: {code, kind, detail, …}}
[[nodiscard]] emscripten::val ToJs(const Error& error);
// {type: "send"} | {type: "wait", milliseconds} | {type: "ask", challenge} | {type: "done", …the outcome} | {error}
[[nodiscard]] emscripten::val ToJs(const Result<Step>& step);
[[nodiscard]] emscripten::val ToJs(const UserPool& pool);
[[nodiscard]] emscripten::val ToJs(const Result<UnverifiedClaims>& claims);
// {method, url, headers: {name: value}, body: Uint8Array of its own, or undefined}
[[nodiscard]] emscripten::val ToJs(const HttpRequest& request);

// The text of a member, "" where it is absent.
[[nodiscard]] std::string TextOf(const emscripten::val& object, const char* key);
[[nodiscard]] Result<UserPool> ToUserPool(const emscripten::val& pool);
[[nodiscard]] TransportFailure ToTransportFailure(std::string_view name);

}  // namespace fmid::bindings
