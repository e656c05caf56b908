// fmid_check_vectors FILE…: the SRP client and the reader of JSON against test vectors, natively and as WebAssembly in Node. Any file of the
// shape of tests/vectors/cognito-srp.json, cognito-protocol.json or json.json will do. A line for each failure, then "N passed, N failed"; a field that
// nothing here reads is a failure, or a vector could say what nobody checks.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "bytes/base64.h"
#include "bytes/text.h"
#include "bytes/date_text.h"
#include "json/document.h"
#include "srp/client.h"
#include "srp/pad.h"

#define JSON_NOEXCEPTION 1
#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::json;
using namespace fmid;

int passed = 0;
int failed = 0;

// One vector: counted once, whatever of it is wrong.
class Case {
 public:
  explicit Case(std::string name) : name_(std::move(name)) {}
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;
  ~Case() { ++(good_ ? passed : failed); }

  void Fail(const std::string& what) {
    good_ = false;
    std::cout << name_ << ": " << what << '\n';
  }
  void ExpectEqual(const std::string& what, const std::string& expected, const std::string& actual) {
    if (expected != actual) Fail(what + " is " + actual + ", expected " + expected);
  }

 private:
  std::string name_;
  bool good_ = true;
};

// Reads an object's members and knows afterwards which ones nobody asked for.
class Fields {
 public:
  Fields(const Json& object, Case& verdict) : object_(object), verdict_(verdict) {
    if (!object_.is_object()) verdict_.Fail("is no object");
  }
  const Json& Any(const std::string& name) {
    static const Json kNull;
    read_.insert(name);
    const auto found = object_.find(name);
    if (!object_.is_object() || found == object_.end()) {
      verdict_.Fail("has no " + name);
      return kNull;
    }
    return *found;
  }
  std::string Text(const std::string& name) {
    const Json& value = Any(name);
    if (value.is_string()) return value.get<std::string>();
    verdict_.Fail(name + " is no text");
    return {};
  }
  bool Has(const std::string& name) const { return object_.is_object() && object_.contains(name); }
  // Left out, each for a reason that its caller gives.
  void Ignore(const std::vector<std::string>& names) { read_.insert(names.begin(), names.end()); }
  void ExpectAllRead() {
    if (!object_.is_object()) return;
    for (const auto& member : object_.items()) {
      if (read_.count(member.key()) == 0) verdict_.Fail("nobody reads its " + member.key());
    }
  }

 private:
  const Json& object_;
  Case& verdict_;
  std::set<std::string> read_;
};

template <class Container>
std::string Hex(const Container& bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) text += {"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]};
  return text;
}

// As an integer: lower case, no leading zeros.
std::string Integer(std::string hex) {
  for (char& c : hex) c = ToLower(c);
  hex.erase(0, std::min(hex.find_first_not_of('0'), hex.empty() ? 0 : hex.size() - 1));
  return hex;
}

SecretBytes BytesOf(std::string_view hex, Case& verdict) {
  SecretBytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    if (HexValue(hex[i]) < 0 || HexValue(hex[i + 1]) < 0) verdict.Fail("there is something else than hexadecimal digits");
    bytes.Append(static_cast<char>(HexValue(hex[i]) * 16 + HexValue(hex[i + 1])));
  }
  return bytes;
}

SecretBytes FromHex(std::string hex, Case& verdict) {
  if (hex.size() % 2 != 0) hex.insert(0, 1, '0');
  SecretBytes bytes = BytesOf(hex, verdict);
  if (bytes.empty() || bytes.size() > srp::kMaxExponentBytes) {
    verdict.Fail("a has a length that fmid does not take");
    bytes.Resize(1);
  }
  return bytes;
}

struct Inputs {
  std::string pool_name, user_id, password, salt;
};

srp::Precomputation precomputation;

// The rest of the inputs is called the same in both shapes.
void CheckClaim(Fields& fields, const Inputs& inputs, Case& verdict) {
  const auto key_pair = srp::KeyPair::FromPrivateKey(FromHex(fields.Text("a"), verdict), precomputation);
  if (!key_pair) return verdict.Fail("a is refused");
  Fields expected(fields.Any("expect"), verdict);
  verdict.ExpectEqual("A", expected.Text("A"), key_pair->PublicHex());
  const std::string B = fields.Text("B");
  const std::string secret_block = fields.Text("secretBlock");
  srp::Trace trace;
  const auto claim = srp::PasswordClaim(*key_pair, {.salt = inputs.salt, .B = B, .secret_block = secret_block},
                                        {.pool_name = inputs.pool_name, .user_id = inputs.user_id, .password = AsBytes(inputs.password)},
                                        fields.Text("timestamp"), precomputation, &trace);
  if (!claim) verdict.Fail("refused: " + std::string(CodeText(claim.error().code)) + " " + claim.error().detail);
  verdict.ExpectEqual("u", Integer(expected.Text("u")), Integer(Hex(trace.u)));
  verdict.ExpectEqual("x", Integer(expected.Text("x")), Integer(Hex(trace.x)));
  verdict.ExpectEqual("S", Integer(expected.Text("S")), Integer(Hex(trace.S)));
  verdict.ExpectEqual("hkdfKey", expected.Text("hkdfKey"), Hex(trace.K));
  verdict.ExpectEqual("signature", expected.Text("signature"), claim.value_or(""));
  expected.ExpectAllRead();
  fields.ExpectAllRead();
}

void CheckSrpVector(const Json& vector) {
  const std::string id = vector.is_object() ? vector.value("id", "vector without id") : "vector";
  Case verdict(id);
  Fields fields(vector, verdict);
  fields.Ignore({"id", "tags"});  // what the vector is for
  CheckClaim(fields, {fields.Text("poolName"), fields.Text("userIdForSrp"), fields.Text("password"), fields.Text("salt")}, verdict);
}

// A remembered device answers by the same formula under other names.
void CheckDevice(const Json& device) {
  const std::string id = device.is_object() ? device.value("id", "device without id") : "device";
  Case verdict("device " + id);
  Fields fields(device, verdict);
  fields.Ignore({"id", "isoTime", "b"});  // isoTime is `timestamp` once more; b is the server's
  // What is made and sent when a device is confirmed.
  const std::string password = fields.Text("devicePassword"), group_key = fields.Text("deviceGroupKey"), key = fields.Text("deviceKey");
  verdict.ExpectEqual("devicePassword", password, EncodeBase64(FromHex(fields.Text("randomPasswordBytes"), verdict).Reveal()));
  const SecretBytes salt = FromHex(fields.Text("saltBytes"), verdict);
  const srp::Verifier made = srp::MakeVerifier({group_key, key, AsBytes(password)}, salt.Reveal(), precomputation);
  verdict.ExpectEqual("salt", fields.Text("saltBase64"), made.salt);
  verdict.ExpectEqual("passwordVerifier", fields.Text("passwordVerifierBase64"), made.password_verifier);
  verdict.ExpectEqual("padded salt", fields.Text("saltPaddedHex"), Hex(DecodeBase64(made.salt)));
  verdict.ExpectEqual("padded verifier", fields.Text("verifierPaddedHex"),
                      Hex(DecodeBase64(made.password_verifier)));
  CheckClaim(fields, {group_key, key, password, fields.Text("saltPaddedHex")}, verdict);
}

// A value of SRP_B that no honest server sends: refused, or, where it is none that the protocol forbids, computed with.
void CheckNegative(const Json& negative) {
  const std::string name = negative.is_object() ? negative.value("name", "negative without name") : "negative";
  Case verdict(name);
  Fields fields(negative, verdict);
  fields.Ignore({"name"});
  const std::string B = fields.Text("B");
  const Json& must_reject = fields.Any("mustReject");
  if (!must_reject.is_boolean()) verdict.Fail("mustReject is no boolean");
  SecretBytes a;
  a.Resize(srp::kPrivateKeyBytes);
  std::fill(a.MutableView().begin(), a.MutableView().end(), std::uint8_t{0xA5});
  const auto key_pair = srp::KeyPair::FromPrivateKey(std::move(a), precomputation);
  const auto claim = srp::PasswordClaim(*key_pair, {.salt = "f947f21853a45dddaf8b2a32fdcacc9", .B = B, .secret_block = "c2VjcmV0"},
                                        {.pool_name = "NqkuZcXQY", .user_id = "user", .password = AsBytes("Passw0rd!")},
                                        "Tue Sep 5 07:08:09 UTC 2023", precomputation);
  // fmid takes no B of N and above, which no server computes, though the protocol only forbids multiples of N.
  const bool refuses = must_reject == true || (fields.Has("fmidRefuses") && fields.Any("fmidRefuses") == true);
  if (refuses && claim) verdict.Fail("accepted");
  if (!claim && claim.error().code != ErrorCode::kSrpValueInvalid) verdict.Fail("refused for another reason");
  if (fields.Has("signature")) verdict.ExpectEqual("signature", fields.Text("signature"), claim.value_or("none: refused"));
  fields.ExpectAllRead();
}

void CheckPad(const Json& pad) {
  Case verdict("padHex " + pad.dump());
  Fields fields(pad, verdict);
  const auto padded = srp::PadHex(fields.Text("in"), 1000);
  if (padded) verdict.ExpectEqual("padded", fields.Text("out"), Hex(*padded));
  if (!padded) verdict.Fail("refused");
  fields.ExpectAllRead();
}

void CheckTimestamp(const Json& timestamp) {
  Case verdict("timestamp " + timestamp.dump());
  Fields fields(timestamp, verdict);
  const Json& millis = fields.Any("ms");
  if (!millis.is_number_integer()) return verdict.Fail("ms is no integer");
  verdict.ExpectEqual("text", fields.Text("s"), FormatTimestamp(millis.get<std::int64_t>()));
  fields.ExpectAllRead();
}

// As tests/vectors/make-json.mjs says it.
std::string Outline(json::Value value) {
  if (const auto text = value.Text()) return '"' + Hex(AsBytes(*text)) + '"';
  if (const auto number = value.Integer()) return Decimal(*number);
  if (!value.IsObject() && !value.IsArray()) return "?";
  std::string list;
  for (const json::Value child : value.Children()) {
    if (!list.empty()) list += ',';
    if (value.IsObject()) list += Hex(AsBytes(child.Key())) + '=';
    list += Outline(child);
  }
  return value.IsObject() ? '{' + list + '}' : '[' + list + ']';
}

// A text, and what JavaScript makes of it; without an outline it is none.
void CheckJson(const Json& vector) {
  Case verdict("json " + vector.dump());
  Fields fields(vector, verdict);
  const SecretBytes text = BytesOf(fields.Text("text"), verdict);
  const auto document = json::Document::Parse(text.RevealText());
  const bool expected = fields.Has("outline") && fields.Any("outline").is_string();
  fields.Ignore({"outline"});
  if (expected != document.has_value()) return verdict.Fail(expected ? "refused" : "read");
  if (expected) verdict.ExpectEqual("outline", fields.Text("outline"), Outline(document->Root()));
  fields.ExpectAllRead();
}

void ForEach(const Json& list, Case& verdict, void (*check)(const Json&)) {
  if (!list.is_array() || list.empty()) verdict.Fail("a list is missing or empty");
  for (const Json& item : list) check(item);
}

void CheckFile(const char* path) {
  Case verdict(path);
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const Json root = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object()) return verdict.Fail("cannot be read as a JSON object");
  Fields fields(root, verdict);
  fields.Ignore({"about"});
  if (fields.Has("vectors")) {
    verdict.ExpectEqual("k", Integer(fields.Text("k")), Integer(Hex(Sha256({srp::Pad(srp::kN), std::vector<std::uint8_t>{2}}))));
    verdict.ExpectEqual("N", Integer(fields.Text("N")), Hex(srp::kN));
    verdict.ExpectEqual("g", Integer(fields.Text("g")), "2");
    ForEach(fields.Any("vectors"), verdict, CheckSrpVector);
    if (fields.Has("negatives")) ForEach(fields.Any("negatives"), verdict, CheckNegative);
  } else if (fields.Has("json")) {
    ForEach(fields.Any("json"), verdict, CheckJson);
    ForEach(fields.Any("refused"), verdict, CheckJson);
  } else {
    fields.Ignore({"secretHash"});  // of clients with a secret, which a browser cannot keep
    ForEach(fields.Any("padHex"), verdict, CheckPad);
    ForEach(fields.Any("timestamp"), verdict, CheckTimestamp);
    ForEach(fields.Any("device"), verdict, CheckDevice);
  }
  fields.ExpectAllRead();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: fmid_check_vectors FILE…\n";
    return 2;
  }
  for (int i = 1; i < argc; ++i) CheckFile(argv[i]);
  std::cout << passed << " passed, " << failed << " failed\n";
  return failed == 0 ? 0 : 1;
}
