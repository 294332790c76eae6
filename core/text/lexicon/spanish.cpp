// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon/lexicon.h"

const std::string_view retort::lexicon::kSpanish = R"(
de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando
todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo solo han yo hay vez puede todos así nos ni
parte tiene él uno donde bien tiempo mismo ese ahora cada e vida otro después te otros aunque esa eso hace otra gobierno tan durante
siempre día tanto ella tres sí dijo sido gran país según menos mundo año antes estado contra sino forma caso nada hacer general
estaba poco estos presidente mayor ante unos les algo hacia casa ellos ayer hecho primera mucho mientras además quien momento millones
esto españa hombre están pues hoy lugar madrid nacional trabajo otras mejor nuevo decir algunos entonces todas días debe política cómo
casi toda tal luego pasado primer medio va estas sea tenía nunca poder aquí ver veces embargo partido personas grupo cuenta pueden
tienen misma nueva cual fueron mujer frente josé tras cosas fin ciudad he social manera tener sistema será historia muchos juan tipo
cuatro dentro nuestro nuestra nuestros nuestras punto dice ello cualquier noche aún agua parece haber situación fuera bajo grandes
tu tus tú usted ustedes nosotros ellas mis mío suyo os vosotros ti mí conmigo contigo consigo cuyo cuya aquel aquella aquellos
número números respuesta respuestas pregunta preguntas problema problemas suma sumar sumamos restar restamos multiplicar
multiplicamos dividir dividimos división producto diferencia igual ecuación ecuaciones resolver resolvemos solución paso pasos
calcular calculamos cálculo valor valores fracción porcentaje ciento mitad tercio cuarto doble triple cinco seis siete ocho nueve diez
once doce trece catorce quince veinte treinta cuarenta cincuenta sesenta cien mil millón costo cuesta precio dinero dólares euros
total resto queda quedan dado damos obtener obtenemos resultado espera esperar verificar verificamos correcto incorrecto quizás tal
primero segundo tercero finalmente encontrar encontramos pensar pienso significa necesita necesitamos lado lados longitud ancho
altura área ángulo triángulo cuadrado círculo radio distancia velocidad promedio razón entero enteros positivo negativo primo factor
raíz función puntos recta plano supongamos sea consideremos demostrar
gracias hola buenos buenas días tardes noches adiós señor señora hombres mujeres niño niños niña niñas chico chica hijo hija hijos
amigo amigos amiga familia madre padre padres hermano hermana casas apartamento habitación puerta ventana mesa silla cama calle
ciudades pueblo pueblos países tierra aire fuego cielo sol luna mar río montaña bosque árbol árboles jardín animal animales perro gato
caballo pájaro pez libro libros carta palabra palabras lengua idioma español española españoles inglés francés américa méxico
argentina colombia chile perú historias nombre nombres música arte película periódico escuela alumno alumnos profesor profesores
universidad estudio estudios estudiante estudiantes ciencia investigación trabajar trabaja trabajos trabajadores empresa empresas
sociedad economía mercado industria banco ministro ley leyes derecho derechos justicia tribunal policía guerra paz ejército estados
público pública población salud hospital médico médicos enfermedad comer beber dormir coche coches tren avión barco camino carretera
viaje juego juegos jugador jugadores jugar equipo equipos club temporada victoria
ir voy vas vamos van iba iban ido venir viene vienen vino hago haces hacen hacía hizo hicieron digo dicen decía ver veo ve ven visto
saber sé sabe saben sabía podemos podía podría podrían pudo querer quiero quiere quieren quería quise quisiera deber debemos deben
debía debería tomar toma tomó poner pone puso puesto dar da dan dio daba dejar deja dejó pasar pasa pasó hablar habla habló hablado
escribir escribe escribió escrito leer lee leyó oír entender entiende comprender conocer conoce conocido creer creo cree parecía llegar
llega llegó llegado llevar lleva llevó quedar quedó seguir sigue siguió vivir vive vivía morir murió muerto muerte nacer nació amar
encontró buscar busca busco comprar compró vender pagar pagó abrir abrió abierto cerrar cerró correr caer cayó ganar ganó perder perdió
salir salió entrar entró volver volvió vuelto empezar empezó comenzar comenzó terminar terminó usar usa usado utilizar utilizando
recibir recibió permite permitir ofrecer ofrece mostrar muestra crear creó creado
soy eres somos estoy estás estamos estar estuvo estaban estará sería serán fuera fuese siendo sido tengo tenemos tendrá tuvo tuvieron
tenido habían habrá habría haya hayan hubo hubiera
grande pequeño pequeña pequeños bueno buena malo mala nuevos nuevas viejo vieja joven jóvenes hermoso hermosa bonito largo larga corto
alto alta bajo baja fuerte débil fácil difícil simple importante importantes posible imposible verdadero falso libre lleno vacío rico
pobre feliz triste caliente frío fría blanco blanca negro negra rojo roja verde azul amarillo mejores peor propio propia último última
últimos próximo próxima diferente diferentes distintos varios varias algún alguno alguna algunas ningún ninguno ninguna cierto cierta
demasiado bastante todavía jamás nadie alguien siquiera acaso apenas pronto tarde temprano mañana lunes martes miércoles jueves viernes
sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre primavera verano otoño
invierno semana semanas mes meses hora horas minuto minutos segundos siglo norte sur este oeste
cuándo dónde quién quiénes cuál cuáles cuánto cuántos cuántas
realmente solamente exactamente simplemente rápidamente lentamente especialmente probablemente actualmente generalmente
completamente directamente inmediatamente principalmente juntos junto cerca lejos arriba abajo detrás delante
cosa partes casos hechos razones idea ideas clase ejemplo ejemplos orden región mano manos ojo ojos cabeza cara cuerpo corazón mente
pie pies voz gente persona papel papeles
información organización producción condición condiciones educación relación relaciones posición acción acciones asociación
administración comisión comunicación construcción creación dirección elección elecciones evolución expresión institución instituciones
intervención operación participación presentación protección reacción revolución sección tradición atención decisión nación canción
habitaciones funciones naciones opciones reuniones
realidad sociedad seguridad actividad actividades posibilidad responsabilidad dificultad libertad igualdad comunidad mayoría
capacidad necesidad verdad calidad cantidad unidad edad facultad voluntad
importancia presencia ausencia conciencia violencia influencia experiencia diferencias ciencias distancia sustancia confianza esperanza
enseñanza
mensaje viaje lenguaje personaje paisaje
naturaleza cultura lectura estructura pintura aventura literatura agricultura temperatura
económico económica político políticos histórico técnico práctica científico física crítica público lógica electrónica
nacionales internacional regional sociales principal especial natural cultural profesional personal real oficial
director autor lector doctor ingeniero vendedor trabajador cantante interior exterior superior
movimiento conocimiento pensamiento sentimiento tratamiento departamento momentos documento gobierno medicamento nacimiento
llamada llamado llaves lluvia llanto ella aquello calle bella estrella pollo caballero desarrollo
niñez montañas cabaña compañía compañero señal sueño pequeñas enseñar acompañar extraño otoño daño baño
quedarse encontrarse hacerse darse irse sentirse llamarse convertirse ponerse moverse enamorarse
haciendo diciendo siendo viviendo corriendo hablando trabajando buscando esperando llegando
hablaba estaba pensaba trabajaba llamaba miraba esperaba entraba cantaba
viviremos hablaremos haremos seremos podremos iremos
presentaron llegaron hablaron encontraron tomaron estuvieron dijeron
directora jugadora profesora señorita
computadora ordenador red archivo datos página internet programa sitio juguete
)";
