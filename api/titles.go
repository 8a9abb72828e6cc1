package api

// The codes of problems that are HTTP's and not the programme's.
const (
	codeInvalidRequest        = "invalid_request"
	codeInvalidFields         = "invalid_fields"
	codeInvalidCursor         = "invalid_cursor"
	codeBodyTooLarge          = "body_too_large"
	codeBodyUnexpected        = "body_unexpected"
	codeBodyUnreadable        = "body_unreadable"
	codeMediaType             = "media_type_unsupported"
	codeJSONMalformed         = "json_malformed"
	codeJSONDuplicateKey      = "json_duplicate_key"
	codeJSONTrailing          = "json_trailing_data"
	codeJSONNul               = "json_nul"
	codeJSONTooDeep           = "json_too_deep"
	codeTokenMissing          = "token_missing"
	codeTokenInvalid          = "token_invalid"
	codeSignatureInvalid      = "signature_invalid"
	codeForbidden             = "forbidden"
	codeNotFound              = "not_found"
	codeMethodNotAllowed      = "method_not_allowed"
	codeRefused               = "refused"
	codeIdempotencyKeyReused  = "idempotency_key_reused"
	codeIdempotencyInProgress = "idempotency_in_progress"
	codeVersionMismatch       = "version_mismatch"
	codeStreamsTooMany        = "streams_too_many"
	codeRateLimited           = "rate_limited"
	codeUnavailable           = "unavailable"
	codeInternal              = "internal"
)

// titles are the public texts of the codes above: language -> code -> title.
var titles = map[string]map[string]string{
	"zh-CN": {
		codeInvalidRequest:        "请求不符合接口约定",
		codeInvalidFields:         "部分字段的值不正确",
		codeInvalidCursor:         "游标无效",
		codeBodyTooLarge:          "请求体过大",
		codeBodyUnexpected:        "该接口不接受请求体",
		codeBodyUnreadable:        "请求体无法读取",
		codeMediaType:             "请求体必须是 UTF-8 编码的 application/json",
		codeJSONMalformed:         "请求体不是有效的 JSON",
		codeJSONDuplicateKey:      "JSON 中存在重复的键",
		codeJSONTrailing:          "请求体只能包含一个 JSON 文档",
		codeJSONNul:               "JSON 中含有空字符",
		codeJSONTooDeep:           "JSON 嵌套过深",
		codeTokenMissing:          "缺少访问令牌",
		codeTokenInvalid:          "访问令牌无效",
		codeSignatureInvalid:      "签名缺失、无效或已过期",
		codeForbidden:             "没有权限执行该操作",
		codeNotFound:              "资源不存在",
		codeMethodNotAllowed:      "不支持该请求方法",
		codeRefused:               "当前不允许该操作",
		codeIdempotencyKeyReused:  "该幂等键已用于其他请求",
		codeIdempotencyInProgress: "相同的请求仍在处理中",
		codeVersionMismatch:       "资源已被修改",
		codeRateLimited:           "请求过于频繁，请稍后重试",
		codeStreamsTooMany:        "同时打开的事件流过多",
		codeUnavailable:           "服务暂时不可用，请稍后重试",
		codeInternal:              "服务内部错误",
	},
	"en": {
		codeInvalidRequest:        "The request breaks the contract of the API",
		codeInvalidFields:         "Some values are not valid",
		codeInvalidCursor:         "The cursor is not valid",
		codeBodyTooLarge:          "The body is too large",
		codeBodyUnexpected:        "The operation takes no body",
		codeBodyUnreadable:        "The body could not be read",
		codeMediaType:             "The body must be application/json in UTF-8",
		codeJSONMalformed:         "The body is not valid JSON",
		codeJSONDuplicateKey:      "A key is given twice",
		codeJSONTrailing:          "The body must hold exactly one JSON document",
		codeJSONNul:               "A text holds a NUL character",
		codeJSONTooDeep:           "The JSON is nested too deeply",
		codeTokenMissing:          "The access token is missing",
		codeTokenInvalid:          "The access token is not valid",
		codeSignatureInvalid:      "The signature is missing, wrong or too old",
		codeForbidden:             "You may not do this",
		codeNotFound:              "There is no such resource",
		codeMethodNotAllowed:      "The method is not supported here",
		codeRefused:               "This is not allowed now",
		codeIdempotencyKeyReused:  "The idempotency key was used with another request",
		codeIdempotencyInProgress: "The same request is still running",
		codeVersionMismatch:       "The resource has changed",
		codeRateLimited:           "You ask too often; try again later",
		codeStreamsTooMany:        "Too many streams are open at once.",
		codeUnavailable:           "The service is not available now; try again later",
		codeInternal:              "Internal error",
	},
}

// TitleLookup returns the public text of a blocker's code in "zh-CN" or "en".
type TitleLookup func(code, language string) (string, bool)

// title falls back to the code: it is public, stable and better than nothing.
func (s *server) title(code, language string) string {
	if title, ok := titles[language][code]; ok {
		return title
	}
	if title, ok := s.titles(code, language); ok {
		return title
	}
	return code
}
