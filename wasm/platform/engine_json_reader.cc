// JSON read by the JavaScript engine that runs the module. It takes the place of json/rapidjson_reader.cc: a definition in the program
// itself leaves that one in its library.
//
// js-glue/core.js has the other side: read_json parses the text and calls fmid_json_… for each thing in it.
#include <emscripten/emscripten.h>

#include <cmath>

#include "fmid/secret.h"
#include "json/builder.h"

using fmid::json::Builder;

namespace {

Builder* reading = nullptr;  // there is one thread, and no JSON is read while another is
fmid::SecretBytes text;      // of the next fmid_json_text or fmid_json_key

}  // namespace

extern "C" {

__attribute__((import_module("fmid"), import_name("read_json"))) int fmid_read_json(const char* json, std::size_t size);

// Each gives 0 where the reading is to end.
EMSCRIPTEN_KEEPALIVE std::uint8_t* fmid_json_room(std::size_t size) {
  text.Resize(size);
  return text.MutableView().data();
}
EMSCRIPTEN_KEEPALIVE int fmid_json_text() { return reading->Text(text.RevealText()) ? 1 : 0; }
EMSCRIPTEN_KEEPALIVE int fmid_json_key() { return reading->Key(text.RevealText()) ? 1 : 0; }
EMSCRIPTEN_KEEPALIVE int fmid_json_number(double value) {
  const bool integer = value == std::floor(value) && std::fabs(value) < 0x1p53;
  return (integer ? reading->Integer(static_cast<std::int64_t>(value)) : reading->OtherNumber()) ? 1 : 0;
}
EMSCRIPTEN_KEEPALIVE int fmid_json_boolean() { return reading->Boolean() ? 1 : 0; }
EMSCRIPTEN_KEEPALIVE int fmid_json_null() { return reading->Null() ? 1 : 0; }
EMSCRIPTEN_KEEPALIVE int fmid_json_open(int array) { return (array != 0 ? reading->OpenArray() : reading->OpenObject()) ? 1 : 0; }
EMSCRIPTEN_KEEPALIVE int fmid_json_close() { return reading->Close() ? 1 : 0; }

}  // extern "C"

bool fmid::json::Read(std::string_view json, Builder& builder) {
  reading = &builder;
  const bool read = fmid_read_json(json.data(), json.size()) != 0;
  text.Clear();
  return read;
}
