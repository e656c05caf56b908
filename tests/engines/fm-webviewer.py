#!/usr/bin/python3
"""Stand-in for a FileMaker Web Viewer on WebKit: WebKitGTK view + an injected FileMaker object.
Written for this project from what others observed of FileMaker (late injection: proofkit #288, onfmready.js). Not FileMaker's own.
Like FileMaker's own script, it leaves a window.FileMaker alone that is there already.
  xvfb-run -a /usr/bin/python3 fm-webviewer.py MODE page.html [--late MS] [--call FN ARG...] [--eval EXPR] [--timeout S]
MODE: data (data: URL), html (load_html, base NULL = WKWebView loadHTMLString:baseURL:nil), file (file: URL).
Prints one JSON line for each FileMaker.PerformScript call, then the value of EXPR once it is non-empty.
Needs: apt-get install -y --no-install-recommends gir1.2-webkit2-4.1 python3-gi xvfb xauth"""
import argparse, base64, json, os, sys, time
import gi
gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')
from gi.repository import Gtk, GLib, WebKit2
ap = argparse.ArgumentParser(); ap.add_argument('mode', choices=['data', 'html', 'file']); ap.add_argument('page')
ap.add_argument('--late', type=int, default=0); ap.add_argument('--call', nargs='+'); ap.add_argument('--eval', default='window.DONE?JSON.stringify(window.R):""'); ap.add_argument('--timeout', type=float, default=60); ap.add_argument('--shot')
a = ap.parse_args(); t0 = time.time()
FM = """if(window.FileMaker==null)window.FileMaker={PerformScript(n,p){window.webkit.messageHandlers.fm.postMessage(JSON.stringify([n,p===undefined?null:String(p),5]))},
PerformScriptWithOption(n,p,o){window.webkit.messageHandlers.fm.postMessage(JSON.stringify([n,p===undefined?null:String(p),+o||0]))}};"""
m = WebKit2.UserContentManager(); m.register_script_message_handler('fm')
def on_msg(_, r): print(json.dumps({'PerformScript': json.loads(r.get_js_value().to_string())}), flush=True)
m.connect('script-message-received::fm', on_msg)
if not a.late: m.add_script(WebKit2.UserScript.new(FM, WebKit2.UserContentInjectedFrames.TOP_FRAME, WebKit2.UserScriptInjectionTime.START, None, None))
v = WebKit2.WebView.new_with_user_content_manager(m); w = Gtk.OffscreenWindow(); w.set_default_size(900, 700); w.add(v); w.show_all()
v.get_settings().set_enable_write_console_messages_to_stdout(False)
html = open(a.page, encoding='utf-8').read()
def js(code, cb=None):
    def done(o, res):
        try: s = o.evaluate_javascript_finish(res).to_string()
        except GLib.Error as e: s = 'ERR ' + e.message
        if cb: cb(s)
    v.evaluate_javascript(code, -1, None, None, None, done)
def got(s):
    if s: print(s, flush=True); print(json.dumps({'ms': int((time.time() - t0) * 1000)}), file=sys.stderr); Gtk.main_quit()
    elif time.time() - t0 > a.timeout: print('TIMEOUT', flush=True); Gtk.main_quit()
    else: GLib.timeout_add(100, lambda: js(a.eval, got) and False)
def loaded(_, ev):
    if ev != WebKit2.LoadEvent.FINISHED: return
    if a.late: GLib.timeout_add(a.late, lambda: js(FM) and False)
    if a.call: js('%s(%s)' % (a.call[0], ','.join(json.dumps(x) for x in a.call[1:])))   # Perform JavaScript in Web Viewer
    js(a.eval, got)
v.connect('load-changed', loaded)
v.connect('load-failed', lambda *x: print('LOADFAILED', x[-1].message, flush=True))
if a.mode == 'data': v.load_uri('data:text/html;charset=utf-8;base64,' + base64.b64encode(html.encode()).decode())
elif a.mode == 'html': v.load_html(html, None)
else: v.load_uri('file://' + os.path.abspath(a.page))
Gtk.main()
