import type { Message } from '../text'
import type { shellEn } from './shell-en'

export const shellDe: Record<keyof typeof shellEn, Message> = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  save: 'Speichern',
  copy: 'Kopieren',
  copied: 'Kopiert',
  loading: 'Wird geladen …',
  'try-again': 'Noch einmal',
  pages: 'Seiten der Liste',
  'page-before': 'Frühere',
  'page-after': 'Weiter',
  none: '–',
  yes: 'Ja',
  no: 'Nein',
  skip: 'Zum Inhalt springen',
  menu: 'Menü',

  nav: 'Hauptmenü',
  'nav.queue': 'Warteschlange',
  'nav.policies': 'Richtlinien',
  'nav.webhooks': 'Webhooks',
  'nav.jobs': 'Fehlgeschlagene Aufträge',
  'nav.audit': 'Prüfprotokoll',
  'nav.settings': 'Einstellungen',
  'nav.help': 'Tastatur und Hilfe',
  'nav.sign-out': 'Abmelden',
  'nav.nothing': 'Für Ihre Rollen gibt es hier nichts',
  'nav.nothing-why': 'Bitten Sie eine Administratorin Ihrer Organisation um eine andere Rolle.',
  'nav.lost': 'Diese Seite gibt es nicht',
  'nav.lost-why': 'Die Adresse ist vielleicht vertippt, oder die Seite ist umgezogen.',

  theme: 'Erscheinungsbild',
  'theme.system': 'System',
  'theme.light': 'Hell',
  'theme.dark': 'Dunkel',
  language: 'Sprache',

  'help.title': 'Tastatur und Hilfe',
  'help.on': 'Auf einzelne Tasten reagieren',
  'help.on-why':
    'Schalten Sie das aus, wenn Spracheingabe oder Screenreader die Buchstaben selbst brauchen.',
  'help.everywhere': 'Überall',
  'help.queue': 'In der Warteschlange',
  'help.case': 'In einem Fall',
  'help.key.help': 'Diese Hilfe',
  'help.key.next-row': 'Nächster Fall',
  'help.key.previous-row': 'Voriger Fall',
  'help.key.open': 'Öffnen',
  'help.key.take': 'Den dringendsten Fall übernehmen',
  'help.key.approve': 'Annehmen, nach Bestätigung',
  'help.key.reject': 'Ablehnen: Gründe mit 1 bis 9 wählen, dann bestätigen',
  'help.key.again': 'Ein weiteres Foto anfordern',
  'help.key.zoom': 'Gesichter vergrößern; Ziehen oder Pfeiltasten verschieben beide',
  'help.key.flicker': 'Gesichter übereinanderlegen; nochmals: Wechselbild',
  'help.key.reveal': 'Halten: Felder zeigen (wird protokolliert)',
  'help.key.note': 'Notiz schreiben',
  'help.key.escalate': 'Eskalieren',
  'help.key.back': 'Zurück zur Warteschlange',

  'error.OFFLINE':
    'Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  'error.INTERNAL_SERVER_ERROR':
    'Auf dem Server ist etwas schiefgegangen. Versuchen Sie es noch einmal; bleibt es so, melden Sie es dem Betrieb.',
  'error.FORBIDDEN':
    'Ihre Rollen erlauben das nicht. Bitten Sie eine Administratorin um eine andere Rolle.',
  'error.NOT_FOUND': 'Das gibt es nicht oder nicht mehr.',
  'error.LOGIN_TOO_OLD':
    'Dafür muss Ihre Anmeldung weniger als zehn Minuten her sein. Melden Sie sich ab und wieder an.',
  'error.WAIT': 'Zu viel auf einmal. Versuchen Sie es in {seconds} Sekunden noch einmal.',
  'error.broken': 'Diese Seite ist abgestürzt',
  'error.broken-why':
    'Laden Sie sie neu. Keine Entscheidung ist verloren: Entscheidungen gelten sofort.',
  'error.reload': 'Neu laden',

  'sign-in.title': 'Anmelden',
  'sign-in.lead': 'Identitätsprüfungen Ihrer Organisation.',
  'sign-in.email': 'E-Mail',
  'sign-in.password': 'Passwort',
  'sign-in.submit': 'Anmelden',
  'sign-in.or': 'oder',
  'sign-in.passkey': 'Mit Passkey anmelden',
  'sign-in.provider': 'Mit dem Konto Ihrer Organisation anmelden',
  'sign-in.wrong':
    'Adresse oder Passwort ist falsch. Haben Sie es vergessen, bitten Sie um eine neue Einladung.',
  'sign-in.paused':
    'Zu viele falsche Passwörter. Warten Sie eine Viertelstunde und versuchen Sie es dann noch einmal.',
  'sign-in.passkey-failed':
    'Es wurde kein Passkey gezeigt. Versuchen Sie es noch einmal oder nehmen Sie das Gerät mit Ihrem Passkey.',
  'sign-in.invited': 'Eingeladen? Öffnen Sie den Link, den Sie bekommen haben.',

  'passkey.show-title': 'Passkey zeigen',
  'passkey.show-why':
    'Ihre Organisation verlangt zum Passwort einen Passkey. Verloren? Eine Administratorin kann ihn entfernen.',
  'passkey.show': 'Passkey zeigen',
  'passkey.register-title': 'Passkey einrichten',
  'passkey.register-why':
    'Ihre Organisation verlangt von allen einen Passkey: Fingerabdruck, Gesicht oder PIN auf diesem Gerät. Richten Sie einen ein, um weiterzukommen.',
  'passkey.label': 'Name dieses Passkeys',
  'passkey.label-hint': 'Damit Sie ihn wiedererkennen: „Dienst-Laptop“.',
  'passkey.register': 'Passkey einrichten',
  'passkey.refused':
    'Dieser Passkey lässt Sie nicht mehr hinein oder gehört jemand anderem. Nehmen Sie einen anderen oder Ihr Passwort.',
  'passkey.wrong-host':
    'Unter dieser Adresse gehen Passkeys nicht. Öffnen Sie die Konsole unter dem Namen ihres Rechners; auf diesem ist das localhost.',
  'passkey.known': 'Auf diesem Gerät haben Sie schon einen Passkey.',

  'invitation.title': 'Einladung annehmen',
  'invitation.lead': 'Wählen Sie ein Passwort: 12 Zeichen oder mehr. Ein Satz ist gut.',
  'invitation.password': 'Neues Passwort',
  'invitation.again': 'Noch einmal dasselbe',
  'invitation.differs': 'Die beiden sind nicht gleich.',
  'invitation.submit': 'Passwort setzen und anmelden',
  'invitation.missing': 'In diesem Link steckt keine Einladung',
  'invitation.missing-why':
    'Öffnen Sie den ganzen Link bis zum letzten Zeichen, oder bitten Sie um eine neue Einladung.',
}
