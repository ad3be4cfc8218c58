/** The words of the privacy page in Spanish. Data. */

import type { PageWords } from './en.ts';

/** As in en.ts. */
export const ES: PageWords = {
  title: 'Cómo cuenta {controller} las visitas',
  developmentTitle: 'Sitio en desarrollo.',
  development: 'Sus informes muestran cada visita al momento.',
  noWords:
    'Esta página todavía no está escrita en «{language}». Las palabras del propio sitio se muestran tal como las escribió.',
  languages: 'Idiomas',
  summary: 'Las visitas solo se cuentan después de un sí. Sin él, nada sale de su navegador.',
  summaryPurposes: 'Para qué: {titles}.',
  summaryPurposesLink: 'Por qué',
  summaryMetrics: 'Qué: clases de notas, {count}.',
  summaryMetricsInScope: 'Qué: clases de notas, {count}, fijadas en el alcance {scope} del {date}.',
  summaryMetricsLink: 'Todas ellas',
  summaryIdentity: 'Quién es usted: no se pregunta, no se guarda, no hay identificador.',
  summaryIdentityLink: 'Qué significa eso, y qué no puede significar',
  summaryPlace: 'Adónde: al servidor de este sitio y a ningún otro lugar.',
  summaryPlaceLink: 'Dónde y cuánto tiempo',
  summaryChange: 'Cambiar de opinión: una pulsación en «{choice}», en cualquier página.',
  summaryChangeLink: 'Cómo',
  responsible: 'Quién es responsable',
  controller: 'Responsable del tratamiento',
  contact: 'Contacto',
  officer: 'Delegado de protección de datos',
  authority: 'Autoridad de control',
  machines: 'Para máquinas',
  machinesManifest: 'Lo mismo en forma de datos: {manifest}.',
  machinesKeys: 'Claves que firman los recibos: {keys}.',
  machinesKeysNow: 'Claves que firman los recibos: {keys}, en este momento {key}.',
  ledger: 'El libro de registro',
  ledgerWhat:
    'Alcances publicados, textos, claves, los consentimientos de cada día (como un solo resumen criptográfico, que no dice nada de nadie) y el número de solicitudes de cada mes se inscriben en un libro en el que nada puede cambiarse sin que lo note quien guardó una cabeza anterior. La cabeza más reciente, del {day}, sobre {size} inscripciones: {hash}. Firmada:',
  ledgerKept: 'Cada recibo y cada certificado lleva la cabeza de su tiempo. Las anteriores: {feed}.',
  anchorLabel: '{id}, dirección de esta respuesta',

  q1: '¿Cómo digo sí o no?',
  q2: '¿Por qué se recogen datos?',
  q3: '¿Por qué debería decir que sí?',
  q4: '¿Qué ganan quienes dicen que sí?',
  q5: '¿Cómo puedo participar en lo que se recoge?',
  q6: '¿Adónde van los comentarios?',
  q7: '¿De quién se recogen datos, y de quién nunca?',
  q8: '¿Qué se recoge?',
  q9: '¿Cuándo se recoge?',
  q10: '¿De dónde se recoge?',
  q11: '¿Dónde se guarda, y cuánto tiempo?',
  q12: '¿Es anónimo? ¿Se recoge mi dirección IP?',
  q13: '¿Puedo ver lo que se recogió de mí?',
  q14: '¿Puedo examinar el código?',
  q15: '¿Cómo se atiende una solicitud de supresión (RGPD, art. 17)?',
  q16: '¿Cómo se atiende una solicitud de acceso (RGPD, art. 15)?',
  q17: '¿Envía datos el programa de algún proveedor? ¿Qué acuerdos hay?',
  q18: '¿Y los datos de atención al usuario y los encargados del tratamiento?',
  q19: 'Mi empresa aceptó. ¿Y si yo no?',
  q20: '¿Qué recibe quien hizo el programa?',
  q21: '¿Dónde encuentro una sola respuesta, para enviársela a alguien?',

  a1: 'En su primera visita, un aviso le pregunta. «{reject}» y «{accept}» son botones de la misma clase, una pulsación cada uno.',
  a1BufferIndexeddb:
    'Hasta que elija, la página guarda sus notas solo en su navegador, 200 como máximo y durante 24 horas como máximo, y se las muestra todas si lo pide. No se envía nada.',
  a1BufferMemory:
    'Hasta que elija, la página guarda sus notas solo en su propia memoria, y desaparecen cuando la deja. No se guarda nada en su navegador ni se envía nada.',
  a1BufferOff: 'Hasta que elija, no se anota, guarda ni envía nada.',
  a1Accept: 'Aceptar: lo que aceptó se recoge desde entonces, con las notas que esperaban, salvo que las haya quitado.',
  a1Reject: 'Rechazar: no se envía nada, y las notas que esperaban se destruyen.',
  a1Change:
    'Cambiar de opinión en cualquier momento: el botón «{choice}», en todas las páginas, vuelve a abrir la pregunta. El no es una pulsación, igual que el sí.',
  a1Silence: 'No decir nada: no se envía nada.',
  a1Months: 'Tanto el sí como el no valen {months} meses, solo en este navegador; después se le vuelve a preguntar.',
  a1Gpc:
    'Si su navegador envía Global Privacy Control, eso es un no: no ve ningún aviso y no se recoge nada, salvo que después acepte a propósito.',
  a1NoGpc: 'Este sitio no toma Global Privacy Control por un no.',
  a1Dnt: 'Do Not Track también cuenta como un no.',

  a2: 'Para las finalidades de abajo y para nada más. Usted acepta finalidades; cada cosa recogida pertenece a una.',
  a3: 'No necesita razón para ninguna de las dos respuestas, y el sitio funciona igual. Esto es para lo que sirve cada cosa recogida, en las palabras que se examinaron:',
  a4: 'No se cambia nada por nada: quien dice que sí recibe las mismas páginas que quien dice que no. Lo que vuelve es un sitio arreglado allí donde la gente se atasca, como {benefits} dice de cada cosa recogida. Con ella se hacen estos informes; a nadie se le ve solo en ellos ({anonymity}).',
  a4Label: 'Informes según lo que se recoge',
  a4Purpose: 'Finalidad',
  a4Collected: 'Recogido',
  a4Reports: 'Informes hechos con ello',
  a4None: 'todavía ninguno',

  a5: 'No se recoge nada que no se haya propuesto por escrito y aprobado por un custodio de este sitio. Propuestas, aprobaciones y rechazos son archivos en el repositorio del propio sitio; los muestra {dictionary}.',
  a5Unread:
    'Lo que se recoge se propuso por escrito y lo aprobó un custodio de este sitio, salvo lo que abajo se dice todavía no examinado por una persona. Propuestas, aprobaciones y rechazos son archivos en el repositorio del propio sitio; los muestra {dictionary}.',
  a5Source: 'El repositorio: {source}.',
  a5Stewards: 'Custodios: {stewards}.',
  a5Dictionary: 'el diccionario',
  a5ApprovedBy: 'Aprobado por {steward}: {metrics}.',
  a5ApprovedByAuthor: 'Aprobado por {steward}, que también es su autor: {metrics}.',
  a5Bootstrap: 'Todavía no examinado por una persona: {metrics}.',
  a5Issues: 'Dónde se discutió cada una, y dónde puede oponerse:',
  a5Scope:
    'Lo que se recoge queda fijado en alcances numerados. El más reciente es el {scope}, del {date} ({kind}). Un sí a uno anterior cubre solo lo que había en él; sobre lo que vino después se le vuelve a preguntar. Cada cambio está en {feed}.',
  a5NoScope: 'Todavía no se ha publicado ningún alcance, así que no se recoge nada.',
  a5News: 'Lo que pide y el anterior no pedía:',
  a5Removed: 'Quitado: {metrics}.',
  a5Feed: 'un canal Atom',
  kindWidening: 'pide más',
  kindNarrowing: 'pide menos',
  kindEditorial: 'solo cambiaron palabras',

  a6: 'A {controller}, {contact}.',
  a6Feedback: 'A {feedback}, o a {controller}, {contact}.',

  a7: 'Se recoge de visitantes de {origin} que dijeron que sí en este navegador, para las finalidades a las que dijeron que sí.',
  a7Never: 'Nunca de:',
  a7Unanswered: 'quien no ha respondido o ha dicho que no',
  a7Gpc: 'navegadores que envían Global Privacy Control, salvo que su visitante haya aceptado sabiéndolo',
  a7Dnt: 'navegadores que envían Do Not Track, de igual modo',
  a7Unable: 'navegadores que no pueden guardar una respuesta, y páginas sin conexión segura',
  a7Pages: 'estas páginas: {pages}',
  a7Elements: 'elementos que el sitio marca con {mark}',
  a7Subjects:
    'En este sitio hay personas que inician sesión. Su organización puede apagar la recogida para todas; no puede encenderla para ninguna.',

  a8Nothing: 'De momento, nada.',
  a8Label: 'Qué se recoge',
  a8What: 'Qué ocurrió',
  a8Beside: 'Qué se anota junto a ello',
  a8NothingMore: 'nada más',
  a8Each:
    'Cada nota lleva además su día, un número al azar que solo su navegador puede demostrar que es suyo y, una vez al día para cada cosa, una marca que dice «la primera de este navegador hoy». {dictionary} tiene todos los detalles, con quién aprobó cada uno. Antes de que elija, el aviso muestra cada nota que espera exactamente como se enviaría.',
  a8EachHour:
    'Cada nota lleva además su día y hora, un número al azar que solo su navegador puede demostrar que es suyo y, una vez al día para cada cosa, una marca que dice «la primera de este navegador hoy». {dictionary} tiene todos los detalles, con quién aprobó cada uno. Antes de que elija, el aviso muestra cada nota que espera exactamente como se enviaría.',
  a8Dictionary: 'El diccionario',
  a8Never: 'Nunca se recoge:',

  a9PageView: 'Cuando se muestra una página.',
  a9VisitStart: 'Cuando empieza una visita: en la primera página, o tras diez minutos sin actividad.',
  a9VisitPages: 'Cuando una visita llega a 2, 3, 5 y 10 páginas.',
  a9VisitSeconds: 'Cuando una visita ha durado 10, 30, 60, 180 y 600 segundos.',
  a9VisitDay: 'Una vez al día, en la primera página.',
  a9: 'Antes de que acepte, no se envía nada. Después, las notas se envían en un segundo más o menos mientras la página está abierta, pocas cada vez; lo que no se pudo enviar espera en su navegador tres días como máximo.',
  a9Day: 'Una nota dice su día, no la hora.',
  a9Hour: 'Una nota dice su hora y su día.',

  a10: 'De las páginas de {origin} que llevan el programa {script}, y se envía solo a {site}. Su navegador obliga a ello: el programa no puede enviar a otra dirección.',
  a10Ignored: 'En estas páginas no se anota nada:',
  a10Paths:
    'De una dirección solo se guarda la ruta, sin consulta ni fragmento; las partes que parecen identificadores pasan a ser {identifier}.',
  a10Templates: 'Estas formas valen por todas sus páginas:',

  a11Place: 'En el servidor del propio sitio: {place}.',
  a11NoPlace: 'En el servidor del propio sitio; {controller} no ha dicho dónde está.',
  a11Backups: 'Las copias de seguridad se guardan {days} días como máximo.',
  a11Tables: '{tables}, con filas inventadas, son públicas.',
  a11TablesLink: 'Las tablas reales del almacén',
  a11Label: 'Cuánto tiempo',
  a11Collected: 'Recogido',
  a11Kept: 'Una nota se guarda',
  a11Until: 'Se recoge hasta',
  a11Days: '{days} días',
  a11NoEnd: 'sin fin fijado',
  a11NoRetention:
    'Esta versión todavía no quita por sí misma las notas cuando acaba ese tiempo; tiene que hacerlo {controller}.',
  a11Development: 'Este es un sitio en desarrollo; sus cifras se calculan de nuevo cada vez y no se guardan.',
  a11Figures:
    'Las cifras hechas con las notas de un día cerrado, cada una de al menos {k} navegadores, son anónimas y se guardan para siempre.',
  a11Answer: 'En su propio navegador, su respuesta se guarda {months} meses.',

  a12: 'Su dirección IP y el nombre de su navegador no los guarda ni los registra Askfirst, y no se pone ninguna cookie. No hay identificador: ningún campo, clave, orden ni marca une dos notas de un mismo navegador.',
  a12Except:
    'Su dirección IP y el nombre de su navegador no los guarda ni los registra Askfirst, y no se pone ninguna cookie. No hay identificador: ningún campo, clave, orden ni marca une dos notas de un mismo navegador, con las excepciones de abajo.',
  a12Linked: 'Estas llevan un número al azar que une las notas de una visita, y solo de esa visita:',
  a12Development: 'Este es un sitio en desarrollo: sus informes muestran cada visita.',
  a12Crowd:
    'En los informes a nadie se le ve solo: un número se muestra únicamente si hay al menos {k} navegadores detrás, y las cosas más raras se juntan con una mayor.',
  a12Limits:
    'Lo que no se puede prometer: si usted es el único visitante de un día, quien vea las notas de ese día sabe que son suyas. Y quien guarde en secreto copias del almacén y las compare a lo largo del tiempo puede ver en qué orden llegaron las notas.',

  a13Off: 'Antes de que elija no hay nada que ver: no se guarda nada.',
  a13Before:
    'Antes de que elija: sí, el aviso enumera cada nota que espera, con palabras y exactamente como se enviaría, con un botón que la quita.',
  a13After:
    'Después: sí, en «{choice}» su navegador trae de {origin} lo que el almacén tiene de usted, nota a nota. Nadie más puede, porque solo su navegador tiene los números al azar que demuestran que una nota es suya.',
  a13NotYet:
    'Después: su navegador guarda el número al azar de cada nota que envió, y solo con él se puede encontrar una nota. Esta versión todavía no tiene un botón que traiga las notas.',

  a14Source: 'El código del sitio: {source}.',
  a14NoSource: '{controller} no ha publicado el código del sitio.',
  a14Askfirst: 'El propio Askfirst, en ambos extremos, es software libre bajo la licencia Apache-2.0.',
  a14Script: 'El programa que se ejecuta aquí es {script}. SHA-256 de sus bytes, en la forma de {integrity}:',
  a14Rebuild:
    'Para reconstruirlo: tome la versión de Askfirst que indica el sitio, ejecute {commands}, y ponga el contenido de {configuration}, entre paréntesis, en lugar de {placeholder}.',

  a15How:
    'Pídala en «{choice}», o use el formulario de esta página con el archivo de claves que guardó. No se pide cuenta ni nombre: su navegador demuestra qué notas son suyas.',
  a15What:
    'Se quitan enseguida y se impide que vuelvan. Usted recibe un certificado firmado de lo que se encontró y se quitó. Las copias de seguridad pueden contener copias {days} días más como máximo; una copia que se restaure las pierde antes de usarse. Las cifras ya hechas con al menos {k} navegadores quedan; son anónimas.',
  a15NotYet:
    '«{reject}» en «{choice}»: no se recoge nada más, y lo que esperaba en su navegador se destruye. Esta versión todavía no puede quitar notas que se enviaron antes; puede pedírselo a {contact}. Como nada de lo guardado dice de quién es una nota, {controller} no puede encontrar las suyas por su nombre (RGPD, art. 11).',

  a16: 'En «{choice}» obtiene todas las notas de su navegador y sus recibos, con el significado de cada campo, en un solo documento. Tarda segundos y no necesita carta.',
  a16NotYet:
    'Esta versión todavía no tiene un botón para ello. Escriba a {contact}; le dirán qué se recoge en general, y todo ello está en esta página y en {dictionary}.',
  a16Letter:
    'Nada de lo guardado dice de quién es una nota; por eso una carta con su nombre no puede relacionarse con notas, y no tiene que demostrar quién es (RGPD, art. 11 y 12).',
  a16Officer: 'Delegado de protección de datos: {officer}.',
  a16Authority: 'Puede reclamar ante la autoridad de control: {authority}.',

  a17: 'No. El programa viene de {origin} y envía a {origin}; su navegador rechaza lo demás. No participa ningún proveedor, así que no hay con quien tener un acuerdo. El responsable del tratamiento es {controller}. Hoy tratan datos por su cuenta:',
  a17Label: 'Encargados de hoy',
  a17Record:
    'De la misma configuración se hace un registro de las actividades de tratamiento (RGPD, art. 30), que lleva el responsable.',
  a17Nobody: 'Nadie.',
  a17Name: 'Nombre',
  a17Role: 'Función',
  a17Country: 'País',
  a17Time: 'Tiempo',
  a17Contract: 'Contrato',
  a17Since: 'de {since} hasta ahora',
  a17SinceUntil: 'de {since} a {until}',
  a17ContractLink: 'contrato',
  a17NoContract: 'no publicado',

  a18Forms: 'Lo que la gente escribe en formularios no se lee nunca: ninguna métrica puede contenerlo.',
  a18Text:
    'Contienen texto que la gente escribe, y se aprobaron para ello: {metrics}. Ningún formulario se lee por sí solo.',
  a18Elements: 'Los elementos bajo {mark} quedan ocultos a todo observador.',
  a18Pages: 'También páginas enteras: {pages}.',
  a18NoPages: 'No hay páginas enteras excluidas.',
  a18List:
    'Los encargados son los de la lista de abajo, incluidos los pasados. Los cambios se pueden seguir en {feed}.',
  a18Label: 'Encargados, presentes y pasados',

  a19None:
    'Este sitio no sabe quién es usted ni para quién trabaja: no hay inicio de sesión detrás de la elección. Su respuesta en su navegador es la única que hay, y la de nadie más cuenta.',
  a19: 'Entonces no se recoge nada de usted. Una organización solo puede decir que no por su gente; solo usted puede decir que sí, en su propio navegador, y su no vence al sí de ella. No tiene que dar razones, y las páginas son las mismas.',
  a19Reaches:
    'Solo se guarda un sí que vale, bajo un resumen con clave, y su no lo borra: quien dijo que no, a quien nunca se preguntó y quien nunca vino no tienen ninguna fila; por eso no hay lista de quienes se negaron. A cada uno de sus navegadores se le pregunta por separado. Mientras lo usa, pregunta una vez por hora si su sí vale; si no encuentra ninguno, se detiene y hace borrar lo que envió, a más tardar cuando termina su segunda hora. De un rechazo solo para este navegador no se entera nadie. De quién participa no se muestra más que un número, redondeado hacia abajo a decenas o más, y solo si bastantes personas dijeron que sí y bastantes no.',
  a19NotYet:
    'En esta versión su no se guarda en su navegador. No llega por sí solo a sus otros navegadores: responda también en ellos.',
  a19Limits:
    'Lo que no se puede prometer: quien lleva este sitio puede saber quién dijo que sí, y quien controla sus páginas, sus claves o los registros completos de un servidor intermedio puede averiguar qué eligió una persona.',

  a20: 'Nada. Askfirst no informa a nadie: ni el programa ni el recolector de {site} llaman a casa, y no hay en ellos dirección a la que pudieran llamar. Lo que se recoge se queda con {controller}.',

  a21: 'Cada respuesta tiene una dirección propia que no cambia, y se puede imprimir. La página está en {page}:',

  reportVisitors: 'Visitantes',
  reportPageViews: 'Páginas vistas',
  reportTopPages: 'Páginas más vistas',
};
