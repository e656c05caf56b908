#!/usr/bin/python3
"""A window with nothing but a WebKitGTK view, for WebKitWebDriver to start: as narrow as a phone (MiniBrowser's toolbar keeps it wider than
447 px), without animations, and dark or light as the page's script says: webkit.messageHandlers.theme.postMessage('dark')."""
import gi
gi.require_version('Gtk', '3.0')
gi.require_version('WebKit2', '4.1')
from gi.repository import Gtk, WebKit2

settings = Gtk.Settings.get_default()
settings.props.gtk_enable_animations = False
context = WebKit2.WebContext.new_ephemeral()
context.set_automation_allowed(True)


def choose_theme(_, message):
    settings.props.gtk_application_prefer_dark_theme = message.get_js_value().to_string() == 'dark'


def open_window(_):
    content = WebKit2.UserContentManager()
    content.connect('script-message-received::theme', choose_theme)
    content.register_script_message_handler('theme')
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, user_content_manager=content)
    window = Gtk.Window(default_width=1280, default_height=900)
    window.add(view)
    window.show_all()
    return view


def begin(_, session):
    info = WebKit2.ApplicationInfo()
    info.set_name('fmid-webkit')
    session.set_application_info(info)
    session.connect('create-web-view', open_window)


context.connect('automation-started', begin)
Gtk.main()
