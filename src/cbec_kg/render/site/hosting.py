"""What a host needs beside the pages: sitemap, robots.txt, content negotiation for Apache, notes for the others."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from cbec_kg.model.iris import BASE

PARTS = "([^/]+/[^/]+-[^/]+)/(.+)"
"""A part of a record: a folder, a record, whose id always has a hyphen, and what follows."""


def sitemap(base: str, pages: Iterable[str]) -> str:
    """Return the sitemap of the pages, without dates: the same data give the same bytes."""
    urls = "".join(f"<url><loc>{escape(base + path)}</loc></url>\n" for path in sorted(pages))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n"


def robots(base: str) -> str:
    """Return a robots.txt that allows everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"


def htaccess(base: str) -> str:
    """Return Apache's configuration of the folder: an IRI leads to its page, or to Turtle or JSON-LD when asked for."""
    return _HTACCESS.replace("@PATH@", urlsplit(base).path).replace("@PARTS@", PARTS)


def hosting_note(base: str) -> str:
    """Return how to host the site, as plain text."""
    path = urlsplit(base).path
    move = "" if base == BASE else _MOVED.replace("@BASE@", base).replace("@GRAPH@", BASE)
    return _NOTE.replace("@BASE@", base).replace("@GRAPH@", BASE).replace("@PATH@", path).replace("@MOVED@", move)


_HTACCESS = """\
# Content negotiation for this folder; needs mod_rewrite. An IRI of the graph leads by 303 to its page, or to its data
# where Turtle or JSON-LD is asked for. Quality values of the Accept header are not weighed: Turtle is looked for first.
Options -Indexes
DirectoryIndex index.html
ErrorDocument 404 @PATH@404.html
AddType text/turtle .ttl
AddType application/ld+json .jsonld
AddType application/n-quads .nq
AddType application/gexf+xml .gexf
AddType application/graphml+xml .graphml
AddCharset utf-8 .html .css .csv .txt .ttl .nq .xml
<IfModule mod_headers.c>
  Header append Vary Accept
  Header set Access-Control-Allow-Origin "*"
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine On
  # The folder's own path, whatever it is
  RewriteCond %{REQUEST_URI}::$1 ^(.*?/)(.*)::\\2$
  RewriteRule ^(.*)$ - [E=ROOT:%1]
  # A part of a record is on the record's page
  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteCond %{HTTP_ACCEPT} text/turtle
  RewriteRule ^@PARTS@$ %{ENV:ROOT}$1.ttl [R=303,L]
  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteCond %{HTTP_ACCEPT} application/ld\\+json
  RewriteRule ^@PARTS@$ %{ENV:ROOT}$1.jsonld [R=303,L]
  RewriteCond %{REQUEST_FILENAME} !-f
  RewriteRule ^@PARTS@$ %{ENV:ROOT}$1.html#$2 [R=303,L,NE]
  # A resource
  RewriteCond %{HTTP_ACCEPT} text/turtle
  RewriteCond %{REQUEST_FILENAME}.ttl -f
  RewriteRule ^(.+)$ %{ENV:ROOT}$1.ttl [R=303,L]
  RewriteCond %{HTTP_ACCEPT} application/ld\\+json
  RewriteCond %{REQUEST_FILENAME}.jsonld -f
  RewriteRule ^(.+)$ %{ENV:ROOT}$1.jsonld [R=303,L]
  RewriteCond %{REQUEST_FILENAME}.html -f
  RewriteRule ^(.+)$ %{ENV:ROOT}$1.html [R=303,L]
</IfModule>
"""

_MOVED = """\
The graph's IRIs begin with @GRAPH@ and do not change with the address of the pages.
For them to lead here, have that address redirect, path by path:

    RewriteRule ^(.*)$ @BASE@$1 [R=303,L,NE]

"""

_NOTE = """\
How to host this site
=====================

Plain files; no server program, no script, no request to another host. The pages work from a disk as well.
This copy is to be served at @BASE@
Only sitemap.xml, robots.txt, void.ttl, 404.html, .htaccess and what the pages say of their own address name it; all links
between pages are relative.

@MOVED@Where is what
-------------
IRI  @GRAPH@FOLDER/RECORD
page FOLDER/RECORD.html, data FOLDER/RECORD.ttl and FOLDER/RECORD.jsonld
IRI  @GRAPH@FOLDER/RECORD/PART (an anchor, a link, an evidence line)
page FOLDER/RECORD.html#PART, data as for the record
IRI  @GRAPH@ontology#TERM
page ontology.html#TERM, and a page of its own below terms/
SHA256SUMS has the digest of every file: sha256sum -c SHA256SUMS

Apache
------
.htaccess does it all, where AllowOverride permits FileInfo, Indexes and Options.

nginx
-----
    # in http { }
    map $http_accept $cbec_kg_form {
        default .html;
        ~text/turtle .ttl;
        ~application/ld\\+json .jsonld;
    }
    # in server { }
    location @PATH@ {
        types { text/html html; text/css css; text/csv csv; text/plain txt; text/turtle ttl; application/ld+json jsonld;
                application/n-quads nq; application/xml xml graphml gexf; }
        charset utf-8;
        charset_types text/css text/csv text/plain text/turtle application/n-quads;
        add_header Vary Accept;
        error_page 404 @PATH@404.html;
        index index.html;
        location ~ \\.(html|ttl|jsonld|css|csv|nq|txt|xml|graphml|gexf)$ { }
        location ~ ^@PATH@(?<record>[^/]+/[^/]+-[^/]+)/(?<part>.+)$ {
            if ($cbec_kg_form = .html) { return 303 @PATH@$record.html#$part; }
            return 303 @PATH@$record$cbec_kg_form;
        }
        location ~ ^@PATH@.*[^/]$ {
            if (-f $request_filename.html) { return 303 $uri$cbec_kg_form; }
        }
    }

GitHub Pages and other plain hosts
----------------------------------
They serve FOLDER/RECORD.html for FOLDER/RECORD and cannot negotiate; every page names its data by <link rel="alternate">.
.nojekyll keeps GitHub Pages from changing anything. The IRI of a part leads to 404.html, which says where to look.
"""
