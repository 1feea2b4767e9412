"""The page at /docs: the HTTP interface, told from its OpenAPI description without any network."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_STYLE = """
body{font:16px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:52rem;
margin:2rem auto;padding:0 1rem;color:#222;background:#fdfcfa}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2.5rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{background:#f3f0ea;padding:1rem;border-radius:.5rem;overflow:auto}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;
border-bottom:1px solid #e5e0d8;padding:.35rem .6rem .35rem 0}
.method{background:#2b6a5b;color:#fff;border-radius:.3rem;padding:.1rem .5rem;margin-right:.5rem}
@media(prefers-color-scheme:dark){body{background:#1b1b1a;color:#e8e6e1}
pre{background:#2a2927}td,th{border-color:#3a3835}}
"""
_EXAMPLE = """curl -X POST http://localhost:8081/services \\
  -H "Authorization: Bearer $HUIYIN_INTAKE_KEY" -H "Content-Type: application/json" \\
  -d '{"id": "order-1001", "status": "finished",
       "finished_at": "2026-11-20T12:00:00+08:00", "customer": {"id": "guest-7"}}'"""


def manual_page(openapi: Mapping[str, Any]) -> str:
    schemas: Mapping[str, Any] = openapi.get("components", {}).get("schemas", {})
    calls = "".join(
        _call(path, method, call, schemas)
        for path, methods in openapi["paths"].items()
        for method, call in methods.items()
    )
    title = escape(openapi["info"]["title"])
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><h1>{title} · HTTP</h1>"
        '<p>机器可读的说明 / for programs: <a href="openapi.json">openapi.json</a></p>'
        f"<pre>{escape(_EXAMPLE)}</pre>{calls}</body></html>"
    )


def _call(path: str, method: str, call: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    fields = _table(_fields(body, schemas)) if body else ""
    answers = _table(
        (escape(status), escape(answer["description"]), _schema_of(answer, schemas))
        for status, answer in call.get("responses", {}).items()
    )
    told = "".join(
        f"<p>{escape(part)}</p>" for part in call.get("description", "").split("\n\n") if part
    )
    return (
        f'<h2><code><span class="method">{escape(method.upper())}</span>{escape(path)}</code> '
        f"{escape(call.get('summary', ''))}</h2>{told}{fields}{answers}"
    )


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{lines}</table>" if lines else ""


def _schema_of(answer: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return ", ".join(f"<code>{name}</code>" for name, _, _ in _fields(schema, schemas))


def _fields(
    schema: Mapping[str, Any], schemas: Mapping[str, Any], prefix: str = ""
) -> list[tuple[str, str, str]]:
    """(name, kind, description) of an object's fields, those of objects in it below them."""
    resolved = _resolve(schema, schemas)
    required = set(resolved.get("required", ()))
    found: list[tuple[str, str, str]] = []
    for name, told in resolved.get("properties", {}).items():
        kind = _kind(told, schemas) + (", required" if name in required else "")
        shown = escape(told.get("description", ""))
        found.append((f"{prefix}{escape(name)}", escape(kind), shown))
        inner = _fields(_first(told), schemas, f"{prefix}{escape(name)}.")
        found.extend(inner)
    return found


def _resolve(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found: Mapping[str, Any] = schemas.get(name, schema)
    return found


def _first(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of "this or nothing" the thing itself."""
    options = schema.get("anyOf") or schema.get("allOf") or [schema]
    return next((option for option in options if option.get("type") != "null"), schema)


def _kind(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    resolved = _resolve(_first(schema), schemas)
    values = " | ".join(map(str, resolved.get("enum", ())))
    return values or str(resolved.get("format", resolved.get("type", "")))
